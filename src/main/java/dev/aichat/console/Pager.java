package dev.aichat.console;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriComponentsBuilder;

/** Links to other pages of the results that a view shows, with the same filters. */
class Pager {

	private final @Nullable String query;

	/** Keeps the query of the request, as it was sent. */
	Pager(@Nullable String query) {
		this.query = query;
	}

	public String newest() {
		return link();
	}

	public String older(Object key) {
		return link(key);
	}

	private String link(Object... before) {
		UriComponentsBuilder link = UriComponentsBuilder.newInstance().query(this.query);
		return "?" + Objects.toString(link.replaceQueryParam("before", before).build().getQuery(), "");
	}

}
