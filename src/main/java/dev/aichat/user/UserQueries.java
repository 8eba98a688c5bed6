package dev.aichat.user;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.data.domain.Limit;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.StringUtils;

import dev.aichat.web.Page;
import dev.aichat.web.ProblemException;

/** Finds users, and locks them for a change. */
@Service
public class UserQueries {

	private final UserRepository users;

	UserQueries(UserRepository users) {
		this.users = users;
	}

	/** Finds a user, also an erased one. */
	public Optional<UserSummary> find(long id) {
		return this.users.findSummaryById(id);
	}

	/** Finds a user by name. */
	public Optional<UserSummary> find(Username name) {
		return this.users.findSummaryByUsernameKey(name.key());
	}

	/** Finds usernames by id, in one query. Unknown ids are left out. */
	public Map<Long, String> usernames(Collection<Long> ids) {
		return this.users.findSummariesByIdIn(ids)
			.stream()
			.collect(Collectors.toMap(UserSummary::id, UserSummary::username));
	}

	/**
	 * Finds the users that are not erased, newest first. A null criterion matches every
	 * user.
	 * @param search a part of the name, in any case and Unicode form
	 * @param before the id that all users of the page are below
	 */
	public Page<UserSummary, Long> search(@Nullable String search, @Nullable Role role, @Nullable Boolean enabled,
			int limit, @Nullable Long before) {
		long below = (before != null) ? before : Long.MAX_VALUE;
		Optional<String> part = StringUtils.hasText(search) ? Username.parse(search).map(Username::key)
				: Optional.of("");
		return Page.of(
				part.map((key) -> this.users.search(key, role, enabled, below, Limit.of(limit + 1))).orElse(List.of()),
				limit, UserSummary::id);
	}

	/** Counts the users that are not erased. */
	public long count() {
		return this.users.countByErasedAtIsNull();
	}

	/** Locks a user that is not erased until the caller's transaction ends. */
	@Transactional(propagation = Propagation.MANDATORY)
	public UserSummary lock(long id) {
		return this.users.lock(id).flatMap(this.users::findSummaryById).orElseThrow(ProblemException::notFound);
	}

	/**
	 * Locks a user who may lose the admin role or be disabled, until the caller's
	 * transaction ends. Such transactions run one at a time, so that the second sees what
	 * the first did.
	 * @throws ProblemException {@code last_admin} if the user is the last enabled admin
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public UserSummary lockForDemotion(long id) {
		this.users.acquireAdminLock();
		UserSummary user = lock(id);
		if (user.enabledAdmin() && !this.users.existsByRoleAndEnabledTrueAndIdNot(Role.ADMIN, id)) {
			throw new ProblemException(HttpStatus.CONFLICT, "last_admin",
					"This is the last enabled admin, appoint another one first.");
		}
		return user;
	}

}
