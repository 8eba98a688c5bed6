package dev.aichat.console;

import java.util.Map;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

import dev.aichat.chat.ChatQueries;
import dev.aichat.user.UserQueries;
import dev.aichat.wallet.WalletService;
import dev.aichat.web.ProblemException;

/** The view of one user, with the latest ledger entries and chats. */
@Component
class UserView {

	/** The rows of one page of results. */
	static final int LIMIT = 20;

	private static final int LATEST = 5;

	private final UserQueries users;

	private final ChatQueries chats;

	private final WalletService wallet;

	private final HttpServletResponse response;

	/** The response is Spring's proxy of the current one. */
	UserView(UserQueries users, ChatQueries chats, WalletService wallet, HttpServletResponse response) {
		this.users = users;
		this.chats = chats;
		this.wallet = wallet;
		this.response = response;
	}

	/** Shows a user, also an erased one. */
	String show(long id, Model model) {
		addUser(id, model);
		model.addAttribute("ledger", this.wallet.ledger(id, LATEST, null));
		model.addAttribute("chats", this.chats.history(id, LATEST, null, null));
		model.mergeAttributes(Map.of("adjustment", new AdjustmentForm("", "", null).renewed(), "errors", Map.of()));
		return "admin/user";
	}

	/** Shows a user, with the reason why a form was rejected beside that form. */
	String reject(long id, String form, ProblemException problem, Model model) {
		if (problem.status() == HttpStatus.NOT_FOUND) {
			throw problem;
		}
		ConsoleAdvice.write(problem, this.response);
		model.addAttribute("errors", Map.of(form, problem.detail()));
		return show(id, model);
	}

	void addUser(long id, Model model) {
		model.addAttribute("user", this.users.find(id).orElseThrow(ProblemException::notFound));
	}

}
