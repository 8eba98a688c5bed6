package dev.aichat.console;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

import dev.aichat.audit.AuditEntry;
import dev.aichat.audit.AuditLog;
import dev.aichat.chat.ChatQueries;
import dev.aichat.chat.UserChat;
import dev.aichat.user.Role;
import dev.aichat.user.UserQueries;
import dev.aichat.user.UserSummary;
import dev.aichat.web.Page;
import dev.aichat.web.ProblemException;

/** Shows operators all users, all chats, and who changed what, page by page. */
@ConsoleController
class ListController {

	private static final int LIMIT = 20;

	private final UserQueries directory;

	private final ChatQueries chats;

	private final AuditLog audit;

	ListController(UserQueries directory, ChatQueries chats, AuditLog audit) {
		this.directory = directory;
		this.chats = chats;
		this.audit = audit;
	}

	@GetMapping("/admin/users")
	String users(@RequestParam(defaultValue = "") String search, @RequestParam(required = false) @Nullable Role role,
			@RequestParam(required = false) @Nullable Boolean enabled,
			@RequestParam(required = false) @Nullable Long before,
			@RequestParam(required = false) @Nullable String trail, Model model) {
		Page<UserSummary, Long> page = this.directory.search(search, role, enabled, LIMIT, before);
		Map<String, @Nullable Object> filters = new LinkedHashMap<>();
		filters.put("search", search);
		filters.put("role", role);
		filters.put("enabled", enabled);
		model.addAttribute("search", search).addAttribute("role", role).addAttribute("enabled", enabled);
		model.addAttribute("users", page.items());
		model.addAttribute("pager", Pager.of("/admin/users", filters, before, trail, page.next()));
		return "admin/users";
	}

	@GetMapping("/admin/chats")
	String chats(@RequestParam(required = false) @Nullable UUID before,
			@RequestParam(required = false) @Nullable String trail, Model model) {
		Page<UserChat, UUID> page = this.chats.page(LIMIT, before);
		model.addAttribute("chats", page.items());
		model.addAttribute("names", names(page.items().stream().map(UserChat::userId)));
		model.addAttribute("pager", Pager.of("/admin/chats", Map.of(), before, trail, page.next()));
		return "admin/chats";
	}

	@GetMapping("/admin/audit")
	String audit(@RequestParam(required = false) @Nullable Long actor,
			@RequestParam(required = false) @Nullable Long subject,
			@RequestParam(required = false) @Nullable Long before,
			@RequestParam(required = false) @Nullable String trail, Model model) {
		Page<AuditEntry, Long> page = this.audit.page(actor, subject, LIMIT, before);
		Map<String, @Nullable Object> filters = new LinkedHashMap<>();
		filters.put("actor", actor);
		filters.put("subject", subject);
		model.addAttribute("actor", actor).addAttribute("subject", subject);
		model.addAttribute("entries", page.items());
		model.addAttribute("names",
				names(page.items().stream().flatMap((entry) -> Stream.of(entry.actor(), entry.subject()))));
		model.addAttribute("pager", Pager.of("/admin/audit", filters, before, trail, page.next()));
		return "admin/audit";
	}

	/** Nothing else is here. */
	@RequestMapping("/admin/**")
	String nothing() {
		throw ProblemException.notFound();
	}

	/** The names of the users on one page. */
	private Map<Long, String> names(Stream<@Nullable Long> ids) {
		Map<Long, String> names = new HashMap<>();
		ids.filter((id) -> id != null)
			.distinct()
			.forEach((id) -> this.directory.find(id).ifPresent((account) -> names.put(id, account.username())));
		return names;
	}

}
