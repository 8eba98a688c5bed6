package dev.aichat.chat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import dev.aichat.testing.Concurrently;

import static org.assertj.core.api.Assertions.assertThat;

/** Ids of chats are UUIDs of version 7, in the order of their generation. */
class ChatIdsTests {

	private static final Instant NOW = Instant.parse("2026-11-21T12:00:00.123Z");

	private final ChatIds ids = new ChatIds();

	@Test
	void idHasVersionVariantAndTime() {
		UUID id = this.ids.next(NOW);
		assertThat(id.version()).isEqualTo(7);
		assertThat(id.variant()).isEqualTo(2);
		assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
	}

	@Test
	void idsOfOneMillisecondAndOfAClockThatGoesBackAreInOrder() {
		List<String> made = new ArrayList<>();
		for (int i = 0; i < 20_000; i++) {
			made.add(this.ids.next(NOW.minusSeconds(i / 10_000)).toString());
		}
		assertThat(made).isSorted().doesNotHaveDuplicates();
		assertThat(this.ids.next(NOW.plusSeconds(1)).getMostSignificantBits() >>> 16)
			.isEqualTo(NOW.plusSeconds(1).toEpochMilli());
	}

	@Test
	void idsOfParallelThreadsAreDistinct() {
		List<List<String>> made = Concurrently.run(8, (thread) -> {
			List<String> own = new ArrayList<>();
			for (int i = 0; i < 10_000; i++) {
				own.add(this.ids.next(NOW.plusMillis(i / 100)).toString());
			}
			return own;
		});
		assertThat(made).allSatisfy((own) -> assertThat(own).isSorted());
		assertThat(new HashSet<>(made.stream().flatMap(List::stream).toList())).hasSize(80_000);
	}

}
