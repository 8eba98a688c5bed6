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

/** Computes the totals of the service. */
@Service
public class TotalsService {

	private static final int MAX_SECONDS = 20;

	private final UserQueries users;

	private final ChatQueries chats;

	private final WalletService wallet;

	TotalsService(UserQueries users, ChatQueries chats, WalletService wallet) {
		this.users = users;
		this.chats = chats;
		this.wallet = wallet;
	}

	/** Computes the totals in one snapshot, for which H2 needs the highest isolation. */
	@Transactional(readOnly = true, isolation = Isolation.SERIALIZABLE, timeout = MAX_SECONDS)
	public Totals totals() {
		Map<ChatState, Long> byState = this.chats.count();
		return new Totals(this.users.count(), new ChatTotals(byState.get(ChatState.PENDING),
				byState.get(ChatState.ANSWERED), byState.get(ChatState.REFUNDED)), this.wallet.totals());
	}

}
