package dev.aichat.web;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A page knows where the next one begins. */
class PageTests {

	@Test
	void pageWithoutRowsIsTheLast() {
		assertThat(Page.of(List.of(), 2, String::length)).isEqualTo(new Page<String, Integer>(List.of(), null));
	}

	@Test
	void fullPageWithoutAnExtraRowIsTheLast() {
		assertThat(Page.of(List.of("aaa", "bb"), 2, String::length)).isEqualTo(new Page<>(List.of("aaa", "bb"), null));
	}

	@Test
	void pageWithAnExtraRowHasANextPage() {
		assertThat(Page.of(List.of("aaa", "bb", "c"), 2, String::length))
			.isEqualTo(new Page<>(List.of("aaa", "bb"), 2));
	}

	@Test
	void mapConvertsItemsAndKeepsTheNextKey() {
		assertThat(new Page<>(List.of(1, 2), 7).map(String::valueOf)).isEqualTo(new Page<>(List.of("1", "2"), 7));
	}

}
