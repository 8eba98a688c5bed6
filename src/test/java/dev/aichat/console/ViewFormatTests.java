package dev.aichat.console;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests {@link ViewFormat}. */
class ViewFormatTests {

	@Test
	void requestWithoutQueryLeadsToOlderResultsByKeyAlone() {
		assertThat(with(null).older(9)).isEqualTo("?before=9");
		assertThat(with(null).newest()).isEqualTo("?");
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			search=a%2Bb%26c%3Dd&before=9, ?search=a%2Bb%26c%3Dd&before=6, ?search=a%2Bb%26c%3Dd
			before=9&before=8&role=ADMIN,  ?role=ADMIN&before=6,           ?role=ADMIN
			search=%zz&x",                 '?search=%zz&x"&before=6',      '?search=%zz&x"'
			""")
	void filtersAreKeptAsTheyWereSentAndTheKeyIsReplaced(String query, String older, String newest) {
		assertThat(with(query).older(6)).isEqualTo(older);
		assertThat(with(query).newest()).isEqualTo(newest);
	}

	private static ViewFormat with(String query) {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.setQueryString(query);
		RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request));
		return new ViewFormat();
	}

	@AfterEach
	void reset() {
		RequestContextHolder.resetRequestAttributes();
	}

}
