package dev.aichat.chat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import jakarta.persistence.LockModeType;
import jakarta.persistence.QueryHint;
import org.jspecify.annotations.Nullable;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.jpa.repository.QueryHints;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import dev.aichat.chat.ChatQueries.DailyChats;
import dev.aichat.chat.ChatQueries.Exchange;

/**
 * The chats table, except the statements of {@link PendingChatRepository}. Each change is
 * one statement, guarded by the state it leaves, so that of two that race, one changes a
 * row and the other none. A single read needs no transaction of its own, which would cost
 * a round trip.
 */
@Transactional(propagation = Propagation.SUPPORTS, readOnly = true)
interface ChatRepository extends Repository<Chat, UUID> {

	/**
	 * Renews the leases of pending chats, except locked ones: these are ending, or
	 * waiting for their locks would delay the rest.
	 */
	@Transactional
	default void renewLeases(UUID[] ids) {
		extendLeases(lockPending(ids).stream().map(Chat::id).toArray(UUID[]::new));
	}

	/** Locks first, because H2 would run a subquery that locks once for each row. */
	@Transactional(propagation = Propagation.MANDATORY)
	@NativeQuery("SELECT * FROM chats WHERE id = ANY(:ids) AND state = 'PENDING' FOR UPDATE SKIP LOCKED")
	List<Chat> lockPending(UUID[] ids);

	@Modifying
	@NativeQuery("UPDATE chats SET expires_at = CURRENT_TIMESTAMP + INTERVAL '20' SECOND WHERE id = ANY(:ids)")
	void extendLeases(UUID[] ids);

	/** Ends the leases of all pending chats. */
	@Transactional
	@Modifying
	@Query("UPDATE Chat c SET c.expiresAt = instant WHERE c.state = PENDING")
	void expireAll();

	/** Asks the instance that has a pending chat in flight to stop it. */
	@Transactional
	@Modifying
	@Query("""
			UPDATE Chat c SET c.stopRequested = TRUE
			WHERE c.id = :id AND c.userId = :userId AND c.state = PENDING AND NOT c.stopRequested""")
	void requestStop(UUID id, long userId);

	@NativeQuery("SELECT * FROM chats WHERE id = ANY(:ids) AND stop_requested")
	List<Chat> findStopRequested(UUID[] ids);

	/** Marks a pending chat as refunded, which frees its idempotency key. */
	@Modifying
	@Query("UPDATE Chat c SET c.state = REFUNDED, c.idempotencyKey = NULL WHERE c.id = :id AND c.state = PENDING")
	int refund(UUID id);

	/** Removes what a user and the AI said; the rows stay. */
	@Modifying
	@Query("""
			UPDATE Chat c SET c.message = '', c.response = CASE WHEN c.response IS NOT NULL THEN '' END,
				c.title = NULL, c.idempotencyKey = NULL
			WHERE c.userId = :userId""")
	void eraseTexts(long userId);

	/**
	 * Hides a conversation and removes its texts. Idempotency keys stay used, so that a
	 * late retry is not charged again.
	 */
	@Modifying
	@Query("""
			UPDATE Chat c SET c.message = '', c.response = CASE WHEN c.response IS NOT NULL THEN '' END,
				c.title = NULL, c.deleted = TRUE
			WHERE c.userId = :userId AND c.conversationId = :conversation""")
	void deleteConversation(long userId, UUID conversation);

	@Modifying
	@Query("UPDATE Chat c SET c.title = :title WHERE c.userId = :userId AND c.id = :conversation AND NOT c.deleted")
	int rename(long userId, UUID conversation, String title);

	/** Locks one overdue chat and its user, and skips those of which one is locked. */
	@Transactional(propagation = Propagation.MANDATORY)
	@NativeQuery("""
			SELECT c.* FROM chats c JOIN users u ON u.id = c.user_id
			WHERE c.state = 'PENDING' AND c.expires_at < CURRENT_TIMESTAMP
			ORDER BY c.expires_at LIMIT 1 FOR UPDATE SKIP LOCKED""")
	Optional<Chat> lockOverdue();

	/** Locks the first chat of a conversation, after which none is inserted into it. */
	@Lock(LockModeType.PESSIMISTIC_WRITE)
	@Query("""
			SELECT c FROM Chat c
			WHERE c.id = :conversation AND c.conversationId = c.id AND c.userId = :userId AND NOT c.deleted""")
	Optional<Chat> lockConversation(long userId, UUID conversation);

	/**
	 * Locks all of a user's chats, oldest first, as those of a conversation are locked.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	@NativeQuery("SELECT user_id FROM chats WHERE user_id = :userId ORDER BY id FOR UPDATE")
	List<Long> lockAll(long userId);

	/** Locks a user's pending chats, after which none of them can be answered. */
	@Lock(LockModeType.PESSIMISTIC_WRITE)
	@Query("""
			SELECT c FROM Chat c
			WHERE c.userId = :userId AND c.state = PENDING
				AND (:conversation IS NULL OR c.conversationId = :conversation)
			ORDER BY c.id""")
	List<Chat> lockPending(long userId, @Nullable UUID conversation);

	@Query("""
			SELECT c.id FROM Chat c
			WHERE c.userId = :userId AND c.conversationId = :conversation AND c.state = PENDING""")
	List<UUID> findPending(long userId, UUID conversation);

	boolean existsByIdAndState(UUID id, ChatState state);

	Optional<Chat> findByIdAndUserIdAndDeletedFalse(UUID id, long userId);

	Optional<Chat> findByUserIdAndIdempotencyKey(long userId, String key);

	boolean existsByConversationIdAndUserIdAndDeletedFalse(UUID conversationId, long userId);

	long countByState(ChatState state);

	/** The chats of a day, by the range of their ids. */
	@QueryHints(@QueryHint(name = "jakarta.persistence.query.timeout", value = "5000"))
	@Query("""
			SELECT new dev.aichat.chat.ChatQueries$DailyChats(:day, COUNT(c),
				COALESCE(SUM(CASE WHEN c.state = REFUNDED THEN 0L ELSE c.price END), 0L))
			FROM Chat c WHERE c.id >= :first AND c.id < :next""")
	DailyChats count(LocalDate day, UUID first, UUID next);

	@Query("SELECT c FROM Chat c WHERE c.id < :before AND NOT c.deleted ORDER BY c.id DESC")
	List<Chat> findNewest(UUID before, Limit limit);

	@Query("SELECT c FROM Chat c WHERE c.userId = :userId AND c.id < :before AND NOT c.deleted ORDER BY c.id DESC")
	List<Chat> findNewest(long userId, UUID before, Limit limit);

	@Query("""
			SELECT c FROM Chat c
			WHERE c.userId = :userId AND c.conversationId = :conversation AND c.id < :before AND NOT c.deleted
			ORDER BY c.id DESC""")
	List<Chat> findNewestOf(long userId, UUID conversation, UUID before, Limit limit);

	@Query("""
			SELECT new dev.aichat.chat.ChatQueries$Exchange(c.message, c.response) FROM Chat c
			WHERE c.userId = :userId AND c.conversationId = :conversation AND c.state = ANSWERED
				AND NOT c.deleted
			ORDER BY c.id DESC""")
	List<Exchange> findLatestAnswered(long userId, UUID conversation, Limit limit);

	/**
	 * The search may look at all texts of the user, and so has 5 seconds. The database
	 * changes the case of both sides, as it does not do so as Java does.
	 */
	@QueryHints(@QueryHint(name = "jakarta.persistence.query.timeout", value = "5000"))
	@Query("""
			SELECT new dev.aichat.chat.Conversation(c.conversationId, COALESCE(f.title, f.message), MIN(c.createdAt),
				MAX(c.createdAt), COUNT(c))
			FROM Chat c JOIN Chat f ON f.id = c.conversationId
			WHERE c.userId = :userId AND c.conversationId < :before AND c.state <> REFUNDED AND NOT c.deleted
				AND (:search = '' OR LOCATE(LOWER(:search), LOWER(f.title)) > 0 OR EXISTS (
					SELECT 1 FROM Chat m
					WHERE m.userId = :userId AND m.conversationId = c.conversationId AND m.state <> REFUNDED
						AND (LOCATE(LOWER(:search), LOWER(m.message)) > 0
							OR LOCATE(LOWER(:search), LOWER(m.response)) > 0)))
			GROUP BY c.conversationId, f.title, f.message ORDER BY c.conversationId DESC""")
	List<Conversation> findConversations(long userId, String search, UUID before, Limit limit);

	@Query("""
			SELECT new dev.aichat.chat.Conversation(c.conversationId, COALESCE(f.title, f.message), MIN(c.createdAt),
				MAX(c.createdAt), COUNT(c))
			FROM Chat c JOIN Chat f ON f.id = c.conversationId
			WHERE c.userId = :userId AND c.conversationId = :conversation AND c.state <> REFUNDED AND NOT c.deleted
			GROUP BY c.conversationId, f.title, f.message""")
	Optional<Conversation> findConversation(long userId, UUID conversation);

}
