package dev.aichat.chat;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import dev.aichat.ai.Prompt.Exchange;

/**
 * Reads the chats table. Each read is one statement and needs no transaction of its own,
 * which would cost a round trip.
 */
@Transactional(propagation = Propagation.SUPPORTS, readOnly = true)
interface ChatRepository extends Repository<Chat, UUID> {

	Optional<Chat> findById(UUID id);

	Optional<Chat> findByIdAndUserId(UUID id, long userId);

	Optional<Chat> findByUserIdAndIdempotencyKey(long userId, String key);

	boolean existsByConversationIdAndUserId(UUID conversationId, long userId);

	long countByState(ChatState state);

	@Query("SELECT c FROM Chat c WHERE c.id < :before ORDER BY c.id DESC")
	List<Chat> findNewest(UUID before, Limit limit);

	@Query("SELECT c FROM Chat c WHERE c.userId = :userId AND c.id < :before ORDER BY c.id DESC")
	List<Chat> findNewest(long userId, UUID before, Limit limit);

	@Query("""
			SELECT c FROM Chat c
			WHERE c.userId = :userId AND c.conversationId = :conversation AND c.id < :before ORDER BY c.id DESC""")
	List<Chat> findNewestOf(long userId, UUID conversation, UUID before, Limit limit);

	@Query("""
			SELECT new dev.aichat.ai.Prompt$Exchange(c.message, c.response) FROM Chat c
			WHERE c.userId = :userId AND c.conversationId = :conversation AND c.state = ANSWERED
			ORDER BY c.id DESC""")
	List<Exchange> findLatestAnswered(long userId, UUID conversation, Limit limit);

	@Query("""
			SELECT new dev.aichat.chat.Conversation(c.conversationId, f.message, MIN(c.createdAt), MAX(c.createdAt),
				COUNT(c))
			FROM Chat c JOIN Chat f ON f.id = c.conversationId
			WHERE c.userId = :userId AND c.conversationId < :before AND c.state <> REFUNDED
			GROUP BY c.conversationId, f.message ORDER BY c.conversationId DESC""")
	List<Conversation> findConversations(long userId, UUID before, Limit limit);

}
