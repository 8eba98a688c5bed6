package dev.aichat.web;

import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A page of a list. Pages follow keys, not offsets, so that none repeats or skips an item
 * when items are added.
 *
 * @param items the items, newest first
 * @param next the value of before for the next page; null on the last one
 * @param <T> the type of an item
 * @param <K> the type of an item's key
 */
public record Page<T, K>(List<T> items, @Nullable K next) {

	/** The default limit of a page. */
	public static final String DEFAULT_LIMIT = "20";

	/** The greatest limit of a page. */
	public static final int MAX_LIMIT = 100;

	/**
	 * Makes a page of one row more than it holds, which tells whether there is a next
	 * page.
	 * @param rows up to {@code limit + 1} rows
	 */
	public static <T, K> Page<T, K> of(List<T> rows, int limit, Function<T, K> key) {
		if (rows.size() <= limit) {
			return new Page<>(rows, null);
		}
		List<T> items = rows.subList(0, limit);
		return new Page<>(items, key.apply(items.get(limit - 1)));
	}

	/** Returns the page with each item converted. */
	public <R> Page<R, K> map(Function<T, R> shown) {
		return new Page<>(this.items.stream().map(shown).toList(), this.next);
	}

}
