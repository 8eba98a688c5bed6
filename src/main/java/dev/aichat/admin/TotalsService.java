package dev.aichat.admin;

import java.util.Map;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

import dev.aichat.admin.Totals.ChatTotals;
import dev.aichat.chat.ChatService;
import dev.aichat.chat.ChatState;
import dev.aichat.user.UserQueries;
import dev.aichat.wallet.WalletService;

/** Adds everything up. */
@Service
public class TotalsService {

	private static final int MAX_SECONDS = 20;

	private final UserQueries users;

	private final ChatService chats;

	private final WalletService wallet;

	TotalsService(UserQueries users, ChatService chats, WalletService wallet) {
		this.users = users;
		this.chats = chats;
		this.wallet = wallet;
	}

	/**
	 * The totals, all of one moment, so that they fit each other whatever happens
	 * meanwhile. Of H2's isolation levels, only the highest keeps all tables still.
	 * @return the totals
	 */
	@Transactional(readOnly = true, isolation = Isolation.SERIALIZABLE, timeout = MAX_SECONDS)
	public Totals totals() {
		Map<ChatState, Long> byState = this.chats.count();
		return new Totals(this.users.count(), new ChatTotals(byState.get(ChatState.PENDING),
				byState.get(ChatState.ANSWERED), byState.get(ChatState.REFUNDED)), this.wallet.totals());
	}

}
