package dev.aichat.wallet;

/** Why a balance changed. */
public enum EntryKind {

	/** The opening balance, once for every user. */
	GRANT,

	/** The user added tokens. */
	TOP_UP,

	/** A message was sent. */
	CHARGE,

	/** The message got no answer. */
	REFUND,

	/** An operator corrected the balance. */
	ADJUSTMENT

}
