package dev.aichat.console;

import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** From every page there is a way to the ones beside it, and back to the first. */
class PagerTests {

	@Test
	void onlyPageLeadsNowhere() {
		assertThat(Pager.of("/list", Map.of(), null, null, null)).isEqualTo(new Pager(null, null));
	}

	@Test
	void wayBackIsTheWayThere() {
		assertThat(Pager.of("/list", Map.of(), null, null, 9)).isEqualTo(new Pager(null, "/list?before=9"));
		assertThat(Pager.of("/list", Map.of(), 9, null, 6)).isEqualTo(new Pager("/list", "/list?before=6&trail=9"));
		assertThat(Pager.of("/list", Map.of(), 6, "9", 3))
			.isEqualTo(new Pager("/list?before=9", "/list?before=3&trail=9%2C6"));
		assertThat(Pager.of("/list", Map.of(), 3, "9,6", null)).isEqualTo(new Pager("/list?before=6&trail=9", null));
	}

	@Test
	void filtersAreKeptAndEscaped() {
		Map<String, Object> filters = new LinkedHashMap<>();
		filters.put("search", "a+b&c=d é");
		filters.put("role", "");
		assertThat(Pager.of("/list", filters, null, null, 9).older())
			.isEqualTo("/list?search=a%2Bb%26c%3Dd%20%C3%A9&before=9");
	}

	@Test
	void trailStaysShortEnoughForAnAddress() {
		String trail = "";
		for (int page = 1; page <= 500; page++) {
			String address = String.valueOf(Pager.of("/list", Map.of(), page, trail, page + 1).older());
			trail = java.net.URLDecoder.decode(address.substring(address.indexOf("trail=") + 6),
					java.nio.charset.StandardCharsets.UTF_8);
		}
		assertThat(trail.split(",")).hasSize(50).startsWith("451").endsWith("500");
	}

}
