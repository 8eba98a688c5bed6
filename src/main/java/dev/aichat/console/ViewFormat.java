package dev.aichat.console;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Formats values and links for views. Its methods are public for the templates' sake.
 */
class ViewFormat {

	public String number(long number) {
		return String.format(Locale.ROOT, "%,d", number);
	}

	/** Formats a number with its sign, also a positive one. */
	public String change(long number) {
		return String.format(Locale.ROOT, "%+,d", number);
	}

	public String words(Enum<?> constant) {
		return constant.name().replace('_', ' ').toLowerCase(Locale.ROOT);
	}

	/** Formats one side of an audit entry. */
	public String state(@Nullable Map<String, Object> state) {
		return (state == null) ? ""
				: state.entrySet()
					.stream()
					.sorted(Map.Entry.comparingByKey(Comparator.reverseOrder()))
					.map((entry) -> entry.getKey() + ": " + entry.getValue())
					.collect(Collectors.joining(", "));
	}

	/** Links to the newest results, with the same filters. */
	public String newest() {
		return link();
	}

	/** Links to the results older than a key, with the same filters. */
	public String older(Object key) {
		return link(key);
	}

	private static String link(Object... before) {
		UriComponentsBuilder link = ServletUriComponentsBuilder.fromCurrentRequest()
			.replaceQueryParam("before", before);
		return "?" + Objects.toString(link.build().getQuery(), "");
	}

}
