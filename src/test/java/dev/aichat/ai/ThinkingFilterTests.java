package dev.aichat.ai;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Thinking at the beginning of a reply is left out, and nothing else. */
class ThinkingFilterTests {

	@ParameterizedTest
	@CsvSource(ignoreLeadingAndTrailingWhitespace = false, delimiter = '|', textBlock = """
			Hello|Hello
			<think>Hm</think>Hello|Hello
			 <think>Hm</think>  Hello|Hello
			<think></think>Hello|Hello
			<think>a</think> <think>b</think>Hello|Hello
			<think>a < b </thin</think>1 < 2|1 < 2
			<think>never closed|''
			<thin|<thin
			<thinking>|<thinking>
			 spaced| spaced
			Say <think>x</think>|Say <think>x</think>""")
	void textIsFilteredHoweverItIsCut(String text, String expected) {
		for (int size = 1; size <= text.length(); size++) {
			ThinkingFilter filter = new ThinkingFilter(true);
			StringBuilder answer = new StringBuilder();
			for (int i = 0; i < text.length(); i += size) {
				answer.append(filter.filter(text.substring(i, Math.min(text.length(), i + size))));
			}
			assertThat(answer.append(filter.rest())).as("pieces of %d", size).hasToString(expected);
		}
	}

}
