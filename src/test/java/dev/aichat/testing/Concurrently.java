package dev.aichat.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.springframework.util.function.ThrowingFunction;

import org.springframework.util.function.ThrowingSupplier;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs a task in many threads that start at the same moment. */
public final class Concurrently {

	private Concurrently() {
	}

	/** Waits up to a minute. */
	public static void await(CountDownLatch latch) {
		assertThat(ThrowingSupplier.of(() -> latch.await(1, TimeUnit.MINUTES)).get()).isTrue();
	}

	/** Runs a task many times at once. */
	public static void run(int times, Runnable task) {
		run(times, (number) -> {
			task.run();
			return number;
		});
	}

	/**
	 * Runs a task many times at once.
	 * @param times how many times
	 * @param task receives its number, from 0
	 * @return the results in the order of the numbers
	 */
	public static <T> List<T> run(int times, ThrowingFunction<Integer, T> task) {
		ExecutorService threads = Executors.newFixedThreadPool(times);
		CyclicBarrier start = new CyclicBarrier(times);
		try {
			List<Future<T>> futures = new ArrayList<>();
			for (int i = 0; i < times; i++) {
				int number = i;
				futures.add(threads.submit(() -> {
					start.await(10, TimeUnit.SECONDS);
					return task.apply(number);
				}));
			}
			List<T> results = new ArrayList<>();
			for (Future<T> future : futures) {
				results.add(future.get(60, TimeUnit.SECONDS));
			}
			return results;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			threads.shutdownNow();
		}
	}

}
