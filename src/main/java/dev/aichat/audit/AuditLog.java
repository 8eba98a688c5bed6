package dev.aichat.audit;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import dev.aichat.web.IdempotencyKey;
import dev.aichat.web.Page;

/** Records changes of users, in the transactions that make them, for ever. */
@Service
public class AuditLog {

	private final AuditRepository entries;

	AuditLog(AuditRepository entries) {
		this.entries = entries;
	}

	/**
	 * Writes a change, which its actor makes at most once with a key.
	 * @throws org.springframework.dao.DuplicateKeyException if the key was used before
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void write(AuditedChange change, @Nullable IdempotencyKey key) {
		this.entries.append(change, key);
	}

	/** Finds the change that an actor made with an idempotency key. */
	public Optional<AuditEntry> find(long actor, IdempotencyKey key) {
		return this.entries.findByKey(actor, key);
	}

	/**
	 * Finds entries by actor and subject, newest first. A null criterion matches every
	 * entry.
	 */
	public Page<AuditEntry, Long> page(@Nullable Long actor, @Nullable Long subject, int limit, @Nullable Long before) {
		long end = (before != null) ? before : Long.MAX_VALUE;
		return Page.of(this.entries.findBefore(end, actor, subject, limit + 1), limit, AuditEntry::id);
	}

}
