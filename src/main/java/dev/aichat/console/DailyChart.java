package dev.aichat.console;

import java.time.LocalDate;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

import dev.aichat.chat.DailyChats;

/**
 * A bar for each of some days, as it is drawn; lengths are in the drawing's own units.
 *
 * @param bars the bars, the oldest day first
 * @param top what the highest bar may stand for
 */
record DailyChart(List<Bar> bars, long top) {

	static final int WIDTH = 600;

	/** Of the bars alone. */
	static final int HEIGHT = 160;

	/** How much of a day's width its bar takes. */
	private static final double SHARE = 0.7;

	static DailyChart of(List<DailyChats> days, ToLongFunction<DailyChats> value) {
		long top = roundUp(days.stream().mapToLong(value).max().orElse(0));
		double step = (double) WIDTH / days.size();
		return new DailyChart(IntStream.range(0, days.size()).mapToObj((i) -> {
			long amount = value.applyAsLong(days.get(i));
			double height = (double) amount * HEIGHT / top;
			return new Bar(days.get(i).day(), amount, round(i * step + step * (1 - SHARE) / 2), round(HEIGHT - height),
					round(step * SHARE), round(height));
		}).toList(), top);
	}

	/** The next number with one digit that is not 0, so that it is easily read. */
	private static long roundUp(long number) {
		long power = 1;
		while (power <= number / 10) {
			power *= 10;
		}
		return Math.max(1, (number + power - 1) / power * power);
	}

	private static double round(double length) {
		return Math.round(length * 100) / 100.0;
	}

	/**
	 * One day.
	 *
	 * @param day the day
	 * @param amount what the bar stands for
	 * @param x its left edge
	 * @param y its upper edge
	 * @param width its width
	 * @param height its height
	 */
	record Bar(LocalDate day, long amount, double x, double y, double width, double height) {
	}

}
