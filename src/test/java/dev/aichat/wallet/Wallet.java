package dev.aichat.wallet;

import org.mockito.Mockito;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The wallet's classes on a database, without Spring. */
public final class Wallet {

	private Wallet() {
	}

	/** The service with the contract's settings. */
	public static WalletService on(JdbcTemplate template) {
		JdbcClient jdbc = JdbcClient.create(template);
		return new WalletService(new BalanceRepository(jdbc, template), new TokenSettings(4000, 100),
				Mockito.mock(WalletMeters.class));
	}

}
