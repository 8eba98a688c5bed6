package dev.aichat.chat;

import java.time.LocalDate;

/**
 * The chats of one day.
 *
 * @param day the day, in UTC
 * @param chats their number
 * @param tokens their price, without refunded ones
 */
public record DailyChats(LocalDate day, long chats, long tokens) {
}
