package dev.aichat.console;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

import dev.aichat.chat.ChatQueries;
import dev.aichat.chat.UserChat;
import dev.aichat.user.UserQueries;
import dev.aichat.web.Page;

/** Shows operators the chats of all users. */
@Controller
class ChatViewController {

	private final ChatQueries chats;

	private final UserQueries users;

	ChatViewController(ChatQueries chats, UserQueries users) {
		this.chats = chats;
		this.users = users;
	}

	@GetMapping("/admin/chats")
	String chats(@RequestParam(required = false) @Nullable UUID before, Model model) {
		Page<UserChat, UUID> chats = this.chats.page(UserView.LIMIT, before);
		model.addAttribute("chats", chats);
		model.addAttribute("names", this.users.usernames(chats.items().stream().map(UserChat::userId).toList()));
		return "admin/chats";
	}

}
