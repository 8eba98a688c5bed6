package dev.aichat.web;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads the whole body within a size and a deadline before the request goes on, so that
 * no slow or endless body holds a database connection. Tomcat limits form posts only.
 */
class BodyLimitFilter extends OncePerRequestFilter {

	private static final int MAX_PIECE = 8192;

	private final HttpSettings settings;

	BodyLimitFilter(HttpSettings settings) {
		this.settings = settings;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		ServletInputStream body = new BufferedBody(read(request));
		chain.doFilter(new HttpServletRequestWrapper(request) {
			@Override
			public ServletInputStream getInputStream() {
				return body;
			}
		}, response);
	}

	private byte[] read(HttpServletRequest request) throws IOException {
		long maxBytes = this.settings.maxBody().toBytes();
		if (request.getContentLengthLong() > maxBytes) {
			throw ProblemException.standard(413);
		}
		long start = System.nanoTime();
		int announced = request.getContentLength();
		ByteArrayOutputStream body = new ByteArrayOutputStream(Math.max(announced, 32));
		byte[] piece = new byte[(announced > 0) ? Math.min(announced, MAX_PIECE) : MAX_PIECE];
		InputStream in = request.getInputStream();
		for (int length = read(in, piece); length >= 0; length = read(in, piece)) {
			body.write(piece, 0, length);
			if (body.size() > maxBytes) {
				throw ProblemException.standard(413);
			}
			if (System.nanoTime() - start > this.settings.bodyDeadline().toNanos()) {
				throw ProblemException.standard(408);
			}
		}
		return body.toByteArray();
	}

	private static int read(InputStream in, byte[] piece) throws IOException {
		try {
			return in.read(piece);
		}
		catch (IOException ex) {
			throw isTimeout(ex) ? ProblemException.standard(408) : ProblemException.malformedRequest();
		}
	}

	private static boolean isTimeout(IOException ex) {
		return ex instanceof SocketTimeoutException || ex.getCause() instanceof SocketTimeoutException;
	}

	/** A body in memory. */
	private static final class BufferedBody extends ServletInputStream {

		private final ByteArrayInputStream bytes;

		BufferedBody(byte[] body) {
			this.bytes = new ByteArrayInputStream(body);
		}

		@Override
		public int read() {
			return this.bytes.read();
		}

		@Override
		public int read(byte[] target, int offset, int length) {
			return this.bytes.read(target, offset, length);
		}

		@Override
		public boolean isFinished() {
			return this.bytes.available() == 0;
		}

		@Override
		public boolean isReady() {
			return true;
		}

		@Override
		public void setReadListener(ReadListener listener) {
			throw new UnsupportedOperationException("The body is in memory: read it");
		}

	}

}
