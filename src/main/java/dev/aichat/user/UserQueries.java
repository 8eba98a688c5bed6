package dev.aichat.user;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import dev.aichat.web.Page;
import dev.aichat.web.ProblemException;

/** Shows accounts to operators and to their owners, and keeps them still for a change. */
@Service
public class UserQueries {

	private final UserSummaryRepository accounts;

	UserQueries(UserSummaryRepository accounts) {
		this.accounts = accounts;
	}

	/**
	 * Finds an account, also an erased one.
	 * @param id the user's id
	 * @return the account, or nothing if there never was one
	 */
	public Optional<UserSummary> find(long id) {
		return this.accounts.find(id);
	}

	/**
	 * Finds an account by its name.
	 * @param name the name
	 * @return the account, or nothing if nobody has the name
	 */
	public Optional<UserSummary> find(Username name) {
		return this.accounts.findByKey(name.key());
	}

	/**
	 * One page of the accounts that are not erased, newest first.
	 * @param filter which of them
	 * @param limit the most accounts
	 * @param before only accounts older than this one, or null
	 * @return the page
	 */
	public Page<UserSummary, Long> search(UserFilter filter, int limit, @Nullable Long before) {
		String search = filter.search();
		String key = (search != null && !search.isBlank()) ? Username.parse(search).map(Username::key).orElse(null)
				: "";
		if (key == null) {
			// Nobody's name contains what no name may contain
			return new Page<>(List.of(), null);
		}
		List<UserSummary> rows = this.accounts.findBefore((before != null) ? before : Long.MAX_VALUE,
				key.isEmpty() ? null : key, filter.role(), filter.enabled(), limit + 1);
		return Page.of(rows, limit, UserSummary::id);
	}

	/**
	 * How many accounts there are, without the erased.
	 * @return their number
	 */
	public long count() {
		return this.accounts.count();
	}

	/**
	 * Keeps an account as it is until the caller's transaction ends.
	 * @param id the user's id
	 * @return the account
	 * @throws ProblemException {@code not_found} if there is none, or it is erased
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public UserSummary lock(long id) {
		return this.accounts.lock(id).orElseThrow(ProblemException::notFound);
	}

	/**
	 * Keeps an account as it is, whose owner is about to lose power, until the caller's
	 * transaction ends; until then, nobody else loses any.
	 * @param id the user's id
	 * @return the account
	 * @throws LastAdminException if nobody else could run the service
	 * @throws ProblemException {@code not_found} if there is none, or it is erased
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public UserSummary lockToTakePower(long id) {
		this.accounts.lockPower();
		UserSummary account = lock(id);
		if (account.runsService() && !this.accounts.existsActiveAdminBesides(id)) {
			throw new LastAdminException();
		}
		return account;
	}

}
