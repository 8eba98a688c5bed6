package dev.aichat.console;

import java.time.LocalDate;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

import dev.aichat.chat.ChatQueries.DailyChats;

/**
 * A bar chart of daily amounts, oldest first; lengths are in units of the SVG view box.
 */
record DailyChart(List<Bar> bars, long top) {

	static final int WIDTH = 600;

	/** The height of the bars, without labels. */
	static final int HEIGHT = 160;

	/** The part of a day's width that its bar takes. */
	private static final double BAR_WIDTH = 0.7;

	static DailyChart of(List<DailyChats> days, ToLongFunction<DailyChats> value) {
		long top = Math.max(1, days.stream().mapToLong(value).max().orElse(0));
		double step = (double) WIDTH / days.size();
		return new DailyChart(IntStream.range(0, days.size()).mapToObj((i) -> {
			long amount = value.applyAsLong(days.get(i));
			double height = (double) amount * HEIGHT / top;
			return new Bar(days.get(i).day(), amount, round(i * step + step * (1 - BAR_WIDTH) / 2),
					round(HEIGHT - height), round(step * BAR_WIDTH), round(height));
		}).toList(), top);
	}

	private static double round(double length) {
		return Math.round(length * 100) / 100.0;
	}

	/** The bar of one day; x and y are its upper left corner. */
	record Bar(LocalDate day, long amount, double x, double y, double width, double height) {
	}

}
