package dev.aichat.wallet;

import org.mockito.Mockito;

import dev.aichat.testing.FreshDatabase;

/** The wallet's classes on a database of their own. */
public final class Wallet {

	private Wallet() {
	}

	/** The service with the contract's settings. */
	public static WalletService on(FreshDatabase database) {
		return new WalletService(balances(database), new LedgerRepository(database.sql()), new TokenSettings(4000, 100),
				Mockito.mock(WalletMeters.class));
	}

	static BalanceRepository balances(FreshDatabase database) {
		return new BalanceRepository(database.sql(), database.template());
	}

}
