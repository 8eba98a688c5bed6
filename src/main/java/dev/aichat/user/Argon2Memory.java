package dev.aichat.user;

import java.util.ArrayDeque;
import java.util.Deque;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator.Block;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;

/**
 * Memory that hashes use one after the other, wiped in between. Each gets it in the same
 * order: Bouncy Castle's own pool reverses it each time, so that every second hash is
 * faster, which in a row of log-ins may be those of names that nobody has.
 */
final class Argon2Memory implements BlockPool {

	private final FixedBlockPool wiped;

	private final int blocks;

	private final Deque<Block> ready = new ArrayDeque<>();

	private int returned;

	/**
	 * Empty at first.
	 * @param blocks how many blocks, of a kibibyte each, it keeps at the most
	 */
	Argon2Memory(int blocks) {
		this.wiped = new FixedBlockPool(blocks);
		this.blocks = blocks;
	}

	@Override
	public synchronized Block allocate() {
		if (this.ready.isEmpty()) {
			for (; this.returned > 0; this.returned--) {
				this.ready.push(this.wiped.allocate());
			}
		}
		return this.ready.isEmpty() ? this.wiped.allocate() : this.ready.pop();
	}

	@Override
	public synchronized void deallocate(Block block) {
		this.wiped.deallocate(block);
		this.returned = Math.min(this.returned + 1, this.blocks);
	}

}
