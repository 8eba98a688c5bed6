package dev.aichat.console;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.aichat.chat.ChatQueries.DailyChats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Tests {@link DailyChart}. */
class DailyChartTests {

	private static final LocalDate FIRST = LocalDate.of(2026, 2, 27);

	@Test
	void heightOfBarsIsProportionalToAmounts() {
		DailyChart chart = chart(0, 5, 10);
		assertThat(chart.top()).isEqualTo(10);
		assertThat(chart.bars()).extracting(DailyChart.Bar::height).containsExactly(0.0, 80.0, 160.0);
		assertThat(chart.bars()).extracting(DailyChart.Bar::y).containsExactly(160.0, 80.0, 0.0);
		assertThat(chart.bars()).extracting(DailyChart.Bar::day)
			.containsExactly(FIRST, FIRST.plusDays(1), FIRST.plusDays(2));
	}

	@Test
	void barsShareTheWidthOfTheChart() {
		List<DailyChart.Bar> bars = chart(LongStream.range(0, 30).toArray()).bars();
		assertThat(bars.get(0).x()).isPositive();
		assertThat(bars.get(1).x() - bars.get(0).x()).isCloseTo(20, within(0.01));
		assertThat(bars.get(29).x() + bars.get(29).width()).isLessThan(DailyChart.WIDTH);
	}

	@ParameterizedTest
	@CsvSource({ "0, 1", "1, 1", "9, 9", "123456, 123456", "1000000000000000000, 1000000000000000000" })
	void topIsTheGreatestAmount(long most, long top) {
		DailyChart chart = chart(0, most);
		assertThat(chart.top()).isEqualTo(top);
		assertThat(chart.bars().get(1).height()).isBetween(0.0, (double) DailyChart.HEIGHT);
	}

	private static DailyChart chart(long... values) {
		List<DailyChats> days = new java.util.ArrayList<>();
		for (long value : values) {
			days.add(new DailyChats(FIRST.plusDays(days.size()), value, 0));
		}
		return DailyChart.of(days, DailyChats::chats);
	}

}
