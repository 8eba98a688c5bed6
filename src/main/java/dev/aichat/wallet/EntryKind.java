package dev.aichat.wallet;

/** The kinds of ledger entries. */
public enum EntryKind {

	/** The opening balance, once for every user. */
	GRANT,

	/** The user added tokens. */
	TOP_UP,

	/** A message was sent. */
	CHARGE,

	/** The message got no reply. */
	REFUND,

	/** An operator corrected the balance. */
	ADJUSTMENT

}
