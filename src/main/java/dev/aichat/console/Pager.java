package dev.aichat.console;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriComponentsBuilder;

/** Links to other pages of the results that a view shows, with the same filters. */
class Pager {

	private static final String BEFORE = "before";

	private final @Nullable String query;

	/**
	 * Creates the links of a view.
	 * @param query the query of the request, as it was sent
	 */
	Pager(@Nullable String query) {
		this.query = query;
	}

	public String newest() {
		return link();
	}

	/** Links to the results before a key. */
	public String older(Object key) {
		return link(key);
	}

	private String link(Object... before) {
		return "?" + Objects.toString(UriComponentsBuilder.newInstance()
			.query(this.query)
			.replaceQueryParam(BEFORE, before)
			.build()
			.getQuery(), "");
	}

}
