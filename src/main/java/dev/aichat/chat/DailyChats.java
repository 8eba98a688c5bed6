package dev.aichat.chat;

import java.time.LocalDate;

/**
 * The chats of one day.
 *
 * @param day the day, in UTC
 * @param chats how many were sent
 * @param tokens what they cost, without those refunded
 */
public record DailyChats(LocalDate day, long chats, long tokens) {
}
