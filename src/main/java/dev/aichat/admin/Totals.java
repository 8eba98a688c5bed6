package dev.aichat.admin;

import io.swagger.v3.oas.annotations.media.Schema;

import dev.aichat.wallet.TokenTotals;

/**
 * The numbers of users, chats and tokens at one moment.
 *
 * @param users the number of users, without the erased
 * @param chats the numbers of chats by state
 * @param tokens the tokens of all users together
 */
@Schema(example = """
		{"users": 2, "chats": {"pending": 0, "answered": 7, "refunded": 1},
		"tokens": {"granted": 8000, "topped_up": 500, "spent": 800, "refunded": 100, "adjusted": -250,
		"outstanding": 7550}}""")
public record Totals(long users, ChatTotals chats, TokenTotals tokens) {

	/**
	 * The numbers of chats by state.
	 *
	 * @param pending paid for, and not answered yet
	 * @param answered answered, and paid for
	 * @param refunded without a reply, and refunded
	 */
	@Schema(example = """
			{"pending": 0, "answered": 7, "refunded": 1}""")
	public record ChatTotals(long pending, long answered, long refunded) {
	}

}
