package dev.aichat.console;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/** Formats values for views. Its methods are public for the templates' sake. */
class ViewFormat {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	public String time(Instant moment) {
		return TIME.format(moment);
	}

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

}
