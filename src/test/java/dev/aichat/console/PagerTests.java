package dev.aichat.console;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests {@link Pager}. */
class PagerTests {

	@Test
	void requestWithoutQueryLeadsToOlderResultsByKeyAlone() {
		assertThat(new Pager(null).older(9)).isEqualTo("?before=9");
		assertThat(new Pager(null).newest()).isEqualTo("?");
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			search=a%2Bb%26c%3Dd&before=9, ?search=a%2Bb%26c%3Dd&before=6, ?search=a%2Bb%26c%3Dd
			before=9&before=8&role=ADMIN,  ?role=ADMIN&before=6,           ?role=ADMIN
			search=%zz&x",                 '?search=%zz&x"&before=6',      '?search=%zz&x"'
			""")
	void filtersAreKeptAsTheyWereSentAndTheKeyIsReplaced(String query, String older, String newest) {
		assertThat(new Pager(query).older(6)).isEqualTo(older);
		assertThat(new Pager(query).newest()).isEqualTo(newest);
	}

}
