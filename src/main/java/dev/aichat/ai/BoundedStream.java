package dev.aichat.ai;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Text from a provider: UTF-8 throughout, in lines and in all of a bounded size. */
final class BoundedStream extends FilterInputStream {

	private final BoundedHttpClient.Limits limits;

	private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();

	/** The bytes of a character whose rest has not come yet. */
	private ByteBuffer begun = ByteBuffer.allocate(0);

	private long line;

	private long total;

	BoundedStream(InputStream in, BoundedHttpClient.Limits limits) {
		super(in);
		this.limits = limits;
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xff;
	}

	@Override
	public int read(byte[] target, int offset, int length) throws IOException {
		int read = super.read(target, offset, length);
		boolean ascii = true;
		for (int i = offset; i < offset + read; i++) {
			ascii &= target[i] >= 0;
			this.line = (target[i] == '\n') ? 0 : this.line + 1;
			if (this.line > this.limits.maxLine() || ++this.total > this.limits.maxTotal()) {
				throw new IOException(new UnusableReplyException("too many bytes"));
			}
		}
		if (read > 0 && !(ascii && this.begun.remaining() == 0)) {
			checkUtf8(ByteBuffer.wrap(target, offset, read));
		}
		return read;
	}

	private void checkUtf8(ByteBuffer bytes) throws IOException {
		ByteBuffer text = ByteBuffer.allocate(this.begun.remaining() + bytes.remaining())
			.put(this.begun)
			.put(bytes)
			.flip();
		CoderResult result = this.decoder.decode(text, CharBuffer.allocate(text.remaining()), false);
		if (result.isError()) {
			result.throwException();
		}
		this.begun = text.slice();
	}

}
