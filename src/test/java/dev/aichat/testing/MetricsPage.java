package dev.aichat.testing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A page in Prometheus' text format, version 0.0.4, which it takes as strictly as that is
 * described: families in one piece, each with its type, and no series twice.
 */
public final class MetricsPage {

	private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";

	private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\"";

	private static final Pattern HELP = Pattern.compile("# HELP " + NAME + " .*");

	private static final Pattern TYPE = Pattern
		.compile("# TYPE (" + NAME + ") (counter|gauge|histogram|summary|untyped)");

	private static final Pattern SAMPLE = Pattern
		.compile("((" + NAME + ")(?:\\{" + LABEL + "(?:," + LABEL + ")*})?) ([-+]?[0-9.]+(?:E-?[0-9]+)?|NaN|[-+]Inf)");

	private final Map<String, String> types = new LinkedHashMap<>();

	private final Map<String, Double> series = new LinkedHashMap<>();

	public MetricsPage(String text) {
		assertThat(text).endsWith("\n");
		@Nullable String family = null;
		for (String line : text.split("\n")) {
			Matcher type = TYPE.matcher(line);
			Matcher sample = SAMPLE.matcher(line);
			if (type.matches()) {
				family = type.group(1);
				assertThat(this.types.put(family, type.group(2))).as("%s is in one piece", family).isNull();
			}
			else if (sample.matches()) {
				assertThat(family).isNotNull();
				assertThat(suffixes(this.types.get(family))).as(line)
					.contains(sample.group(2).substring(family.length()));
				assertThat(this.series.put(sample.group(1), Double.valueOf(sample.group(3).replace("Inf", "Infinity"))))
					.as(line)
					.isNull();
			}
			else {
				assertThat(line).matches(HELP);
			}
		}
	}

	private static Set<String> suffixes(String type) {
		return switch (type) {
			case "histogram" -> Set.of("_bucket", "_count", "_sum");
			case "summary" -> Set.of("", "_count", "_sum");
			default -> Set.of("");
		};
	}

	/** The families, and the type of each. */
	public Map<String, String> types() {
		return this.types;
	}

	/** The series, each as it is written, and their values. */
	public Map<String, Double> series() {
		return this.series;
	}

	public double value(String series) {
		assertThat(this.series).containsKey(series);
		return this.series.get(series);
	}

}
