package dev.aichat.audit;

import java.util.List;
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

	/** Writes a change. */
	@Transactional(propagation = Propagation.MANDATORY)
	public void write(AuditedChange change) {
		this.entries.append(change, null);
	}

	/**
	 * Writes a change that is made once.
	 * @param change the change, with an actor
	 * @param key the actor's idempotency key, or null
	 * @throws org.springframework.dao.DuplicateKeyException if the actor used the key
	 * before
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void writeOnce(AuditedChange change, @Nullable IdempotencyKey key) {
		this.entries.append(change, key);
	}

	/** Finds the change that an actor made with an idempotency key. */
	public Optional<AuditEntry> find(long actor, IdempotencyKey key) {
		return this.entries.findByKey(actor, key);
	}

	/**
	 * Finds entries, newest first. A null criterion matches every entry.
	 * @param actor the id of the user who made the change
	 * @param subject the id of the user who was changed
	 * @param limit the most entries of the page
	 * @param before the id that all entries of the page are below
	 * @return the page
	 */
	public Page<AuditEntry, Long> page(@Nullable Long actor, @Nullable Long subject, int limit, @Nullable Long before) {
		List<AuditEntry> rows = this.entries.findBefore((before != null) ? before : Long.MAX_VALUE, actor, subject,
				limit + 1);
		return Page.of(rows, limit, AuditEntry::id);
	}

}
