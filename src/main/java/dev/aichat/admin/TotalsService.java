package dev.aichat.admin;

import java.util.Map;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

import dev.aichat.admin.Totals.ChatTotals;
import dev.aichat.chat.ChatQueries;
import dev.aichat.chat.ChatState;
import dev.aichat.user.UserQueries;
import dev.aichat.wallet.WalletService;

/** Adds everything up. */
@Service
public class TotalsService {

	private static final int MAX_SECONDS = 20;

	private final UserQueries directory;

	private final ChatQueries chats;

	private final WalletService wallet;

	TotalsService(UserQueries directory, ChatQueries chats, WalletService wallet) {
		this.directory = directory;
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
		return new Totals(this.directory.count(), new ChatTotals(byState.get(ChatState.PENDING),
				byState.get(ChatState.ANSWERED), byState.get(ChatState.REFUNDED)), this.wallet.totals());
	}

}
