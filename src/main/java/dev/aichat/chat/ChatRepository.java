package dev.aichat.chat;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

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

	@Query("SELECT c FROM Chat c WHERE c.userId = :userId ORDER BY c.id DESC")
	List<Chat> findNewest(long userId, Limit limit);

	@Query("SELECT c FROM Chat c WHERE c.userId = :userId AND c.id < :before ORDER BY c.id DESC")
	List<Chat> findNewestBefore(long userId, UUID before, Limit limit);

}
