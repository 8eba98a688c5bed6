package dev.aichat.audit;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import dev.aichat.web.IdempotencyKey;
import dev.aichat.web.Page;

/** Knows who changed what: written in the transaction that changes it, and for ever. */
@Service
public class AuditLog {

	private final AuditRepository entries;

	AuditLog(AuditRepository entries) {
		this.entries = entries;
	}

	/** Writes a change down. */
	@Transactional(propagation = Propagation.MANDATORY)
	public void write(AuditedChange change) {
		this.entries.append(change, null);
	}

	/**
	 * Writes a change down that happens once.
	 * @param change the change, with an actor
	 * @param key the actor's name for it, or null
	 * @throws org.springframework.dao.DuplicateKeyException if the actor used the key
	 * before
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void writeOnce(AuditedChange change, @Nullable IdempotencyKey key) {
		this.entries.append(change, key);
	}

	/** What an actor used a key for. */
	public Optional<AuditEntry> find(long actor, IdempotencyKey key) {
		return this.entries.findByKey(actor, key);
	}

	/**
	 * One page of the changes, newest first.
	 * @param actor only what this user did, or null
	 * @param subject only what was done to this user, or null
	 * @param limit the most entries
	 * @param before only entries older than this one, or null
	 * @return the page
	 */
	public Page<AuditEntry, Long> page(@Nullable Long actor, @Nullable Long subject, int limit, @Nullable Long before) {
		List<AuditEntry> rows = this.entries.findBefore((before != null) ? before : Long.MAX_VALUE, actor, subject,
				limit + 1);
		return Page.of(rows, limit, AuditEntry::id);
	}

}
