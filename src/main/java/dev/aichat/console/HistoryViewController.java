package dev.aichat.console;

import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

import dev.aichat.audit.AuditEntry;
import dev.aichat.audit.AuditLog;
import dev.aichat.chat.ChatQueries;
import dev.aichat.chat.UserChat;
import dev.aichat.user.UserQueries;
import dev.aichat.web.Page;

/** Shows operators the chats of all users and the audit log. */
@Controller
class HistoryViewController {

	private final ChatQueries chats;

	private final AuditLog audit;

	private final UserQueries users;

	HistoryViewController(ChatQueries chats, AuditLog audit, UserQueries users) {
		this.chats = chats;
		this.audit = audit;
		this.users = users;
	}

	@GetMapping("/admin/chats")
	String chats(@RequestParam(required = false) @Nullable UUID before, Model model) {
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
