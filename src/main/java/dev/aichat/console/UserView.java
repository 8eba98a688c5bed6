package dev.aichat.console;

import java.util.Map;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

import dev.aichat.chat.ChatQueries;
import dev.aichat.user.UserQueries;
import dev.aichat.user.UserSummary;
import dev.aichat.user.Username;
import dev.aichat.wallet.WalletService;
import dev.aichat.web.ProblemException;

/** The page of one user: who it is, what can be done, and what happened last. */
@Component
class UserView {

	private static final String VIEW = "admin/user";

	private static final String ADJUSTMENT = "adjustment";

	/** How many of the latest entries and chats are shown; their own pages show all. */
	private static final int LATEST = 5;

	private final UserQueries directory;

	private final ChatQueries chats;

	private final WalletService wallet;

	UserView(UserQueries directory, ChatQueries chats, WalletService wallet) {
		this.directory = directory;
		this.chats = chats;
		this.wallet = wallet;
	}

	/**
	 * Shows a user.
	 * @throws ProblemException {@code not_found} if there never was one with that id
	 */
	String show(long id, Model model) {
		addUser(id, model);
		model.addAttribute("ledger", this.wallet.ledger(id, LATEST, null));
		model.addAttribute("chats", this.chats.history(id, LATEST, null, null));
		if (!model.containsAttribute(ADJUSTMENT)) {
			model.addAttribute(ADJUSTMENT, AdjustmentForm.empty());
		}
		if (!model.containsAttribute("errors")) {
			model.addAttribute("errors", Map.of());
		}
		return VIEW;
	}

	/** Shows a user, and beside a form why it was refused. */
	String refuse(long id, String field, ProblemException problem, Model model, HttpServletResponse response) {
		if (problem.status() == HttpStatus.NOT_FOUND) {
			throw problem;
		}
		ErrorView.mark(problem, response);
		model.addAttribute("errors", Map.of(field, problem.detail()));
		return show(id, model);
	}

	UserSummary addUser(long id, Model model) {
		UserSummary account = this.directory.find(id).orElseThrow(ProblemException::notFound);
		model.addAttribute("user", account);
		// The name of who is erased is none that anybody can have
		model.addAttribute("erased", Username.parse(account.username()).isEmpty());
		return account;
	}

}
