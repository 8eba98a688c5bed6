package dev.aichat.web;

import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * One page of a list, newest first. Pages follow keys, not offsets, so that none repeats
 * or skips a row when rows are added.
 *
 * @param items the rows
 * @param next what to send as {@code before} to get the page after this one; null on the
 * last page
 * @param <T> the type of a row
 * @param <K> the type of a row's key
 */
public record Page<T, K>(List<T> items, @Nullable K next) {

	/** The rows on a page, when the caller does not say. */
	public static final String DEFAULT_LIMIT = "20";

	/** The most rows on a page. */
	public static final int MAX_LIMIT = 100;

	/**
	 * Makes a page out of one row more than it holds: that row tells whether there is a
	 * next page.
	 * @param rows up to {@code limit + 1} rows
	 * @param limit the most rows on the page
	 * @param key gives a row's key
	 * @return the page
	 */
	public static <T, K> Page<T, K> of(List<T> rows, int limit, Function<T, K> key) {
		if (rows.size() <= limit) {
			return new Page<>(rows, null);
		}
		List<T> items = rows.subList(0, limit);
		return new Page<>(items, key.apply(items.get(limit - 1)));
	}

	/**
	 * The same page with its rows shown differently.
	 * @param shown makes the shown row out of a row
	 * @return the page
	 */
	public <R> Page<R, K> map(Function<T, R> shown) {
		return new Page<>(this.items.stream().map(shown).toList(), this.next);
	}

}
