package dev.aichat.user;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator.Block;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Every hash finds the same memory in the same order. */
class Argon2MemoryTests {

	private final Argon2Memory memory = new Argon2Memory(8);

	@Test
	void blocksComeAgainInTheirOrder() {
		List<Block> first = take(8);
		assertThat(first).doesNotHaveDuplicates();
		for (int i = 0; i < 5; i++) {
			first.forEach(this.memory::deallocate);
			assertThat(take(8)).containsExactlyElementsOf(first);
		}
	}

	@Test
	void noBlockIsGivenToTwo() {
		List<Block> first = take(4);
		List<Block> second = take(4);
		first.forEach(this.memory::deallocate);
		List<Block> third = take(6);
		assertThat(third).startsWith(first.toArray(Block[]::new));
		assertThat(Stream.concat(second.stream(), third.stream())).doesNotHaveDuplicates().hasSize(10);
	}

	@Test
	void moreThanItKeepsIsForgotten() {
		List<Block> many = take(20);
		many.forEach(this.memory::deallocate);
		List<Block> again = take(20);
		assertThat(again).doesNotHaveDuplicates();
		assertThat(again).filteredOn(many::contains).hasSize(8);
	}

	private List<Block> take(int blocks) {
		List<Block> taken = new ArrayList<>();
		for (int i = 0; i < blocks; i++) {
			taken.add(this.memory.allocate());
		}
		return taken;
	}

}
