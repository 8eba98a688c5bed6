package dev.aichat.console;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/** How values are written on pages, whose templates only call what is public. */
class ViewFormat {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	/** A moment in UTC, to the second. */
	public String time(Instant moment) {
		return TIME.format(moment);
	}

	/** A number with its thousands apart. */
	public String number(long number) {
		return String.format(Locale.ROOT, "%,d", number);
	}

	/** A number that always has a sign. */
	public String change(long number) {
		return String.format(Locale.ROOT, "%+,d", number);
	}

	/** A constant's name as words. */
	public String words(Enum<?> constant) {
		return constant.name().replace('_', ' ').toLowerCase(Locale.ROOT);
	}

	/** What is known of an account at one time. */
	public String state(@Nullable Map<String, Object> state) {
		return (state == null) ? ""
				: state.entrySet()
					.stream()
					.sorted(Map.Entry.comparingByKey(java.util.Comparator.reverseOrder()))
					.map((entry) -> entry.getKey() + ": " + entry.getValue())
					.collect(Collectors.joining(", "));
	}

}
