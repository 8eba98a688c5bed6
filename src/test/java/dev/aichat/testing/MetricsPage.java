package dev.aichat.testing;

import java.util.LinkedHashMap;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** The metrics that the management port publishes for Prometheus. */
public final class MetricsPage {

	private final Map<String, String> types = new LinkedHashMap<>();

	private final Map<String, Double> series = new LinkedHashMap<>();

	public MetricsPage(String text) {
		text.lines().forEach((line) -> {
			if (line.startsWith("# TYPE ")) {
				String[] words = line.split(" ");
				this.types.put(words[2], words[3]);
			}
			else if (!line.startsWith("#")) {
				int end = line.lastIndexOf(' ');
				this.series.put(line.substring(0, end),
						Double.valueOf(line.substring(end + 1).replace("Inf", "Infinity")));
			}
		});
	}

	/** The type of each metric, by its name. */
	public Map<String, String> types() {
		return this.types;
	}

	/** The value of each series, by its name and labels as they are written. */
	public Map<String, Double> series() {
		return this.series;
	}

	public double value(String series) {
		assertThat(this.series).containsKey(series);
		return this.series.get(series);
	}

}
