package dev.aichat.admin;

import io.swagger.v3.oas.annotations.media.Schema;

import dev.aichat.wallet.TokenTotals;

/**
 * The whole service in numbers, all of one moment.
 *
 * @param users how many users there are, without the erased
 * @param chats how many chats there are
 * @param tokens what was given and taken, and what is left
 */
@Schema(example = """
		{"users": 2, "chats": {"pending": 0, "answered": 7, "refunded": 1},
		"tokens": {"granted": 8000, "topped_up": 500, "spent": 800, "refunded": 100, "adjusted": -250,
		"outstanding": 7550}}""")
public record Totals(long users, ChatTotals chats, TokenTotals tokens) {

	/**
	 * Chats by how far they have come.
	 *
	 * @param pending paid for, and not answered yet
	 * @param answered answered
	 * @param refunded without an answer
	 */
	@Schema(example = """
			{"pending": 0, "answered": 7, "refunded": 1}""")
	public record ChatTotals(long pending, long answered, long refunded) {
	}

}
