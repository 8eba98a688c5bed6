package dev.aichat.console;

import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

import dev.aichat.chat.ChatItem;
import dev.aichat.chat.ChatQueries;
import dev.aichat.wallet.LedgerEntry;
import dev.aichat.wallet.WalletService;
import dev.aichat.web.Page;

/** Shows operators one user, with all that the user said and spent. */
@ConsoleController
class UserViewController {

	private static final int LIMIT = 20;

	private final UserView page;

	private final ChatQueries chats;

	private final WalletService wallet;

	UserViewController(UserView page, ChatQueries chats, WalletService wallet) {
		this.page = page;
		this.chats = chats;
		this.wallet = wallet;
	}

	@GetMapping("/admin/users/{id}")
	String user(@PathVariable long id, Model model) {
		return this.page.show(id, model);
	}

	@GetMapping("/admin/users/{id}/ledger")
	String ledger(@PathVariable long id, @RequestParam(required = false) @Nullable Long before,
			@RequestParam(required = false) @Nullable String trail, Model model) {
		this.page.addUser(id, model);
		Page<LedgerEntry, Long> entries = this.wallet.ledger(id, LIMIT, before);
		model.addAttribute("ledger", entries);
		model.addAttribute("pager",
				Pager.of("/admin/users/%d/ledger".formatted(id), Map.of(), before, trail, entries.next()));
		return "admin/user-ledger";
	}

	@GetMapping("/admin/users/{id}/chats")
	String chats(@PathVariable long id, @RequestParam(required = false) @Nullable UUID before,
			@RequestParam(required = false) @Nullable String trail, Model model) {
		this.page.addUser(id, model);
		Page<ChatItem, UUID> items = this.chats.history(id, LIMIT, before, null);
		model.addAttribute("chats", items);
		model.addAttribute("pager",
				Pager.of("/admin/users/%d/chats".formatted(id), Map.of(), before, trail, items.next()));
		return "admin/user-chats";
	}

	@GetMapping("/admin/users/{id}/erase")
	String confirmErasure(@PathVariable long id, Model model) {
		this.page.addUser(id, model);
		return "admin/erase";
	}

}
