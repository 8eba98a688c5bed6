package dev.aichat.console;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriUtils;

/**
 * The ways from one page of a list to those beside it. Pages follow keys, which only lead
 * to older rows: so the way back is remembered in the address.
 *
 * @param newer the address of the page before, or null on the first page
 * @param older the address of the page after, or null on the last page
 */
record Pager(@Nullable String newer, @Nullable String older) {

	/** Longer trails would not fit into an address. */
	private static final int MAX_TRAIL = 50;

	/**
	 * The ways from a page.
	 * @param path the list's address
	 * @param filters what the list is filtered by; null is no filter
	 * @param here the key that this page begins after, or null on the first page
	 * @param trail the keys of the pages between the first and this one, by commas
	 * @param next the key that the next page begins after, or null on the last page
	 */
	static Pager of(String path, Map<String, ?> filters, @Nullable Object here, @Nullable String trail,
			@Nullable Object next) {
		List<String> keys = (trail == null || trail.isEmpty()) ? List.of() : List.of(trail.split(",", MAX_TRAIL + 1));
		String newer = (here == null) ? null : (keys.isEmpty()) ? address(path, filters, null, keys)
				: address(path, filters, keys.get(keys.size() - 1), keys.subList(0, keys.size() - 1));
		List<String> longer = new ArrayList<>(keys);
		if (here != null) {
			longer.add(here.toString());
		}
		List<String> latest = longer.subList(Math.max(0, longer.size() - MAX_TRAIL), longer.size());
		return new Pager(newer, (next == null) ? null : address(path, filters, next, latest));
	}

	private static String address(String path, Map<String, ?> filters, @Nullable Object before, List<String> trail) {
		Map<String, @Nullable Object> query = new LinkedHashMap<>(filters);
		query.put("before", before);
		query.put("trail", trail.isEmpty() ? null : String.join(",", trail));
		String text = query.entrySet()
			.stream()
			.filter((parameter) -> parameter.getValue() != null && !parameter.getValue().toString().isEmpty())
			.map((parameter) -> parameter.getKey() + "="
					+ UriUtils.encode(String.valueOf(parameter.getValue()), StandardCharsets.UTF_8))
			.collect(Collectors.joining("&"));
		return text.isEmpty() ? path : path + "?" + text;
	}

}
