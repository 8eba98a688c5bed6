package dev.aichat.console;

import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

import dev.aichat.audit.AuditEntry;
import dev.aichat.audit.AuditLog;
import dev.aichat.user.UserQueries;
import dev.aichat.web.Page;

/** Shows operators the audit log. */
@Controller
class AuditViewController {

	private final AuditLog audit;

	private final UserQueries users;

	AuditViewController(AuditLog audit, UserQueries users) {
		this.audit = audit;
		this.users = users;
	}

	@GetMapping("/admin/audit")
	String audit(@RequestParam(required = false) @Nullable Long actor,
			@RequestParam(required = false) @Nullable Long subject,
			@RequestParam(required = false) @Nullable Long before, Model model) {
		Page<AuditEntry, Long> entries = this.audit.page(actor, subject, UserView.LIMIT, before);
		model.addAttribute("actor", actor).addAttribute("subject", subject);
		model.addAttribute("entries", entries);
		model.addAttribute("names",
				this.users.usernames(entries.items()
					.stream()
					.flatMap((entry) -> Stream.of(entry.actor(), entry.subject()))
					.filter(Objects::nonNull)
					.distinct()
					.toList()));
		return "admin/audit";
	}

}
