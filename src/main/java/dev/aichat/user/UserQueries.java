package dev.aichat.user;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

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

	/**
	 * Finds usernames in one query.
	 * @param ids the users' ids; unknown ones are left out of the answer
	 * @return the usernames by id
	 */
	public Map<Long, String> usernames(Collection<Long> ids) {
		return this.users.findSummariesByIdIn(ids)
			.stream()
			.collect(Collectors.toMap(UserSummary::id, UserSummary::username));
	}

	/**
	 * Finds the users that are not erased, newest first. A null criterion matches every
	 * user.
	 * @param search a part of the name, in any case and Unicode form
	 * @param role the role
	 * @param enabled whether the user may log in
	 * @param limit the most users of the page
	 * @param before the id that all users of the page are below
	 * @return the page
	 */
	public Page<UserSummary, Long> search(@Nullable String search, @Nullable Role role, @Nullable Boolean enabled,
			int limit, @Nullable Long before) {
		boolean any = search == null || search.isBlank();
		Optional<String> part = any ? Optional.of("") : Username.parse(search).map(Username::key);
		List<UserSummary> rows = part
			.map((key) -> this.users.search(key, role, enabled, (before != null) ? before : Long.MAX_VALUE,
					Limit.of(limit + 1)))
			.orElse(List.of());
		return Page.of(rows, limit, UserSummary::id);
	}

	/** Counts the users that are not erased. */
	public long count() {
		return this.users.countByErasedAtIsNull();
	}

	/**
	 * Locks a user until the caller's transaction ends.
	 * @throws ProblemException {@code not_found} if the user does not exist or is erased
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public UserSummary lock(long id) {
		return this.users.lock(id).flatMap(this.users::findSummaryById).orElseThrow(ProblemException::notFound);
	}

	/**
	 * Locks a user who may lose the admin role or be disabled, until the caller's
	 * transaction ends. Such transactions run one at a time, so that the second sees what
	 * the first did.
	 * @throws LastAdminException if the user is the last enabled admin
	 * @throws ProblemException {@code not_found} if the user does not exist or is erased
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public UserSummary lockForDemotion(long id) {
		this.users.acquireAdminLock();
		UserSummary user = lock(id);
		if (user.enabledAdmin() && !this.users.existsByRoleAndEnabledTrueAndIdNot(Role.ADMIN, id)) {
			throw new LastAdminException();
		}
		return user;
	}

}
