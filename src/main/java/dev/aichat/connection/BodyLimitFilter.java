package dev.aichat.connection;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.connector.Request;

import org.springframework.http.HttpStatus;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

import dev.aichat.connection.Arrivals.Arrival;
import dev.aichat.web.HttpSettings;
import dev.aichat.web.ProblemException;

/**
 * Reads the whole body within a size and a deadline before the request goes on, so that
 * no slow or endless body holds a database connection. Tomcat limits form posts only.
 */
class BodyLimitFilter extends OncePerRequestFilter {

	/** The attribute of a request that holds Tomcat's own request. */
	static final String TOMCAT_REQUEST = BodyLimitFilter.class.getName() + ".request";

	private static final int FIRST_BYTES = 1024;

	private final HttpSettings settings;

	private final Arrivals bodies;

	BodyLimitFilter(HttpSettings settings, Arrivals bodies) {
		this.settings = settings;
		this.bodies = bodies;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		ServletInputStream body;
		Request tomcat = (Request) request.getAttribute(TOMCAT_REQUEST);
		try (Arrival arrival = this.bodies.begin(BoundedHttpProtocol.connection(tomcat.getCoyoteRequest()))) {
			try {
				body = new BufferedBody(read(request, maxBytes(request)));
			}
			catch (IOException ex) {
				// Tomcat has set the status: 408 after its own timeout, else 400
				if (arrival.isCutOff()) {
					tomcat.getResponse().sendError(HttpStatus.REQUEST_TIMEOUT.value());
				}
				return;
			}
		}
		chain.doFilter(new HttpServletRequestWrapper(request) {
			@Override
			public ServletInputStream getInputStream() {
				return body;
			}
		}, response);
	}

	private int maxBytes(HttpServletRequest request) {
		DataSize max = (request.getUserPrincipal() != null) ? this.settings.maxBody() : this.settings.maxPublicBody();
		return Math.toIntExact(max.toBytes());
	}

	/** The memory grows with what has arrived, not with what was announced. */
	private static ByteArrayInputStream read(HttpServletRequest request, int max) throws IOException {
		if (request.getContentLengthLong() > max) {
			throw ProblemException.standard(413);
		}
		byte[] body = new byte[(request.getContentLength() >= 0) ? Math.min(request.getContentLength() + 1, FIRST_BYTES)
				: FIRST_BYTES];
		int size = 0;
		InputStream in = request.getInputStream();
		for (int length = 0; length >= 0; length = in.read(body, size, body.length - size)) {
			size += length;
			if (size > max) {
				throw ProblemException.standard(413);
			}
			if (size == body.length) {
				body = Arrays.copyOf(body, Math.min(2 * size, max + 1));
			}
		}
		return new ByteArrayInputStream(body, 0, size);
	}

	/** A body in memory. */
	private static final class BufferedBody extends ServletInputStream {

		private final ByteArrayInputStream bytes;

		BufferedBody(ByteArrayInputStream bytes) {
			this.bytes = bytes;
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
