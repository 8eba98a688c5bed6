package dev.aichat.console;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

import dev.aichat.chat.ChatQueries;
import dev.aichat.user.Role;
import dev.aichat.user.UserQueries;
import dev.aichat.wallet.WalletService;

/** Shows operators all users, and one user with all chats and ledger entries. */
@Controller
class UserViewController {

	private final UserView view;

	private final UserQueries users;

	private final ChatQueries chats;

	private final WalletService wallet;

	UserViewController(UserView view, UserQueries users, ChatQueries chats, WalletService wallet) {
		this.view = view;
		this.users = users;
		this.chats = chats;
		this.wallet = wallet;
	}

	@GetMapping("/admin/users")
	String users(@RequestParam(defaultValue = "") String search, @RequestParam(required = false) @Nullable Role role,
			@RequestParam(required = false) @Nullable Boolean enabled,
			@RequestParam(required = false) @Nullable Long before, Model model) {
		model.addAttribute("search", search).addAttribute("role", role).addAttribute("enabled", enabled);
		model.addAttribute("users", this.users.search(search, role, enabled, UserView.LIMIT, before));
		return "admin/users";
	}

	@GetMapping("/admin/users/{id}")
	String user(@PathVariable long id, Model model) {
		return this.view.show(id, model);
	}

	@GetMapping("/admin/users/{id}/ledger")
	String ledger(@PathVariable long id, @RequestParam(required = false) @Nullable Long before, Model model) {
		this.view.addUser(id, model);
		model.addAttribute("ledger", this.wallet.ledger(id, UserView.LIMIT, before));
		return "admin/user-ledger";
	}

	@GetMapping("/admin/users/{id}/chats")
	String chats(@PathVariable long id, @RequestParam(required = false) @Nullable UUID before, Model model) {
		this.view.addUser(id, model);
		model.addAttribute("chats", this.chats.history(id, UserView.LIMIT, before, null));
		return "admin/user-chats";
	}

	@GetMapping("/admin/users/{id}/erase")
	String confirmErasure(@PathVariable long id, Model model) {
		this.view.addUser(id, model);
		return "admin/erase";
	}

}
