package dev.aichat.reconciliation;

import java.util.List;
import java.util.Map;

/**
 * Walks through a part of the books, some rows at a time, and looks for users whose rows
 * break a rule that holds at every commit. Each rule is one statement: it sees one moment
 * of the database, and so never half of what a request does.
 */
public interface Reconciler {

	/** The most users that are named for a rule and a slice. */
	int MOST_USERS = 100;

	/**
	 * Checks the next rows; after the last ones, the first ones.
	 * @param rows how many
	 * @return what is wrong with them
	 */
	Slice next(int rows);

	/**
	 * Some rows that were checked.
	 *
	 * @param breaches for each rule, the ids of the users whose rows break it
	 * @param last whether there are no more rows
	 */
	record Slice(Map<String, List<Long>> breaches, boolean last) {
	}

}
