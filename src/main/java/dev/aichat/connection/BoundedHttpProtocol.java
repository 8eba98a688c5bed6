package dev.aichat.connection;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import org.apache.coyote.Processor;
import org.apache.coyote.Request;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * Tomcat's HTTP/1.1 with small buffers, and with its connection timeout as a limit on the
 * whole head of a request instead of on each pause in it.
 */
public final class BoundedHttpProtocol extends Http11NioProtocol {

	/** One of the notes that Tomcat does not use. */
	private static final int CONNECTION_NOTE = 17;

	private static final int BUFFER_BYTES = 4096;

	private static final String SOCKET_BUFFER_BYTES = "2048";

	public BoundedHttpProtocol() {
		setProperty("socket.appReadBufSize", SOCKET_BUFFER_BYTES);
		setProperty("socket.appWriteBufSize", SOCKET_BUFFER_BYTES);
	}

	/**
	 * Lets a request's connection receive nothing more; its response can still be sent.
	 */
	static void endInput(Request request) {
		SocketWrapperBase<?> connection = (SocketWrapperBase<?>) request.getNote(CONNECTION_NOTE);
		try {
			((NioChannel) connection.getSocket()).getIOChannel().shutdownInput();
		}
		catch (IOException ex) {
			// The client is gone
		}
	}

	@Override
	public int getDesiredBufferSize() {
		return BUFFER_BYTES;
	}

	@Override
	protected Processor createProcessor() {
		return new HeadDeadlineProcessor();
	}

	/** Closes a connection whose request head takes too long to arrive. */
	private final class HeadDeadlineProcessor extends Http11Processor {

		/** The time when the incomplete head began; 0 without one. */
		private long begun;

		HeadDeadlineProcessor() {
			super(BoundedHttpProtocol.this, BoundedHttpProtocol.this.getAdapter());
		}

		@Override
		public SocketState service(SocketWrapperBase<?> connection) throws IOException {
			if (this.request.getNote(CONNECTION_NOTE) != connection) {
				this.request.setNote(CONNECTION_NOTE, connection);
				this.begun = 0;
			}
			if (this.begun != 0 && remainingMillis() <= 0) {
				return SocketState.CLOSED;
			}
			connection.setReadTimeout(getConnectionTimeout());
			int requests = this.request.getRequestProcessor().getRequestCount();
			SocketState state = super.service(connection);
			if (state != SocketState.LONG || isAsync()) {
				this.begun = 0;
			}
			else {
				if (this.begun == 0 || this.request.getRequestProcessor().getRequestCount() != requests) {
					this.begun = System.nanoTime();
				}
				connection.setReadTimeout(Math.max(1, remainingMillis()));
			}
			return state;
		}

		private long remainingMillis() {
			return getConnectionTimeout() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - this.begun);
		}

	}

}
