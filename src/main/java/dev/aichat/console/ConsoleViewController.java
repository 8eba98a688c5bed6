package dev.aichat.console;

import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

import dev.aichat.audit.AuditEntry;
import dev.aichat.audit.AuditLog;
import dev.aichat.chat.ChatQueries;
import dev.aichat.chat.ChatQueries.UserChat;
import dev.aichat.user.Role;
import dev.aichat.user.UserQueries;
import dev.aichat.wallet.WalletService;
import dev.aichat.web.Page;

/** Shows operators users with their chats and ledgers, all chats, and the audit log. */
@Controller
class ConsoleViewController {

	private final UserView view;

	private final UserQueries users;

	private final ChatQueries chats;

	private final WalletService wallet;

	private final AuditLog audit;

	ConsoleViewController(UserView view, UserQueries users, ChatQueries chats, WalletService wallet, AuditLog audit) {
		this.view = view;
		this.users = users;
		this.chats = chats;
		this.wallet = wallet;
		this.audit = audit;
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

	@GetMapping("/admin/chats")
	String allChats(@RequestParam(required = false) @Nullable UUID before, Model model) {
		Page<UserChat, UUID> chats = this.chats.page(UserView.LIMIT, before);
		model.addAttribute("chats", chats);
		model.addAttribute("names", this.users.usernames(chats.items().stream().map(UserChat::userId).toList()));
		return "admin/chats";
	}

	@GetMapping("/admin/audit")
	String audit(@RequestParam(required = false) @Nullable Long actor,
			@RequestParam(required = false) @Nullable Long subject,
			@RequestParam(required = false) @Nullable Long before, Model model) {
		Page<AuditEntry, Long> entries = this.audit.page(actor, subject, UserView.LIMIT, before);
		model.addAttribute("actor", actor).addAttribute("subject", subject).addAttribute("entries", entries);
		Stream<@Nullable Long> ids = entries.items()
			.stream()
			.flatMap((entry) -> Stream.of(entry.actor(), entry.subject()));
		model.addAttribute("names", this.users.usernames(ids.filter(Objects::nonNull).distinct().toList()));
		return "admin/audit";
	}

}
