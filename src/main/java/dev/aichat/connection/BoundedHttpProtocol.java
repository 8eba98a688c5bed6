package dev.aichat.connection;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Objects;

import org.apache.coyote.Processor;
import org.apache.coyote.Request;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

import dev.aichat.connection.Arrivals.Arrival;

/**
 * Tomcat's HTTP/1.1 with small buffers, and a deadline for the whole head of a request;
 * Tomcat itself limits each pause in it.
 */
public final class BoundedHttpProtocol extends Http11NioProtocol {

	/** Notes that Tomcat does not use. */
	private static final int CONNECTION = 17;

	private static final int HEAD = 18;

	private static final int BUFFER_BYTES = 4096;

	private static final String SOCKET_BUFFER_BYTES = "2048";

	private @Nullable Arrivals heads;

	public BoundedHttpProtocol() {
		setProperty("socket.appReadBufSize", SOCKET_BUFFER_BYTES);
		setProperty("socket.appWriteBufSize", SOCKET_BUFFER_BYTES);
		setMaxTrailerSize(1024);
	}

	void setHeads(Arrivals heads) {
		this.heads = heads;
	}

	/** The connection of a request. */
	static SocketChannel connection(Request request) {
		return (SocketChannel) request.getNote(CONNECTION);
	}

	/** Ends the deadline of a request's head, which has arrived. */
	static void endHead(Request request) {
		if (request.getNote(HEAD) instanceof Arrival head) {
			head.close();
			request.setNote(HEAD, null);
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

	/** Begins a deadline when a head stays incomplete. */
	private final class HeadDeadlineProcessor extends Http11Processor {

		HeadDeadlineProcessor() {
			super(BoundedHttpProtocol.this, BoundedHttpProtocol.this.getAdapter());
		}

		@Override
		public SocketState service(SocketWrapperBase<?> wrapper) throws IOException {
			SocketChannel connection = ((NioChannel) wrapper.getSocket()).getIOChannel();
			this.request.setNote(CONNECTION, connection);
			if (this.request.getNote(HEAD) instanceof Arrival head && !head.isOn(connection)) {
				endHead(this.request);
			}
			SocketState state = super.service(wrapper);
			if (state != SocketState.LONG || isAsync()) {
				endHead(this.request);
			}
			else if (this.request.getNote(HEAD) == null) {
				this.request.setNote(HEAD, Objects.requireNonNull(BoundedHttpProtocol.this.heads).begin(connection));
			}
			return state;
		}

	}

}
