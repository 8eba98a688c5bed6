package dev.aichat.connection;

import java.io.IOException;

import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * Closes the connection of a request that was answered before its body had arrived.
 * Tomcat would wait for the rest of it.
 */
class UnreadBodyValve extends ValveBase {

	/** The longest rest of a body that is read for a client that sends it at once. */
	private static final long MAX_REST = 2 * 1024 * 1024;

	/** Nobody reads what is written here. */
	private static final byte[] REST = new byte[8192];

	UnreadBodyValve() {
		super(true);
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		BoundedHttpProtocol.endHead(request.getCoyoteRequest());
		request.setAttribute(BodyLimitFilter.TOMCAT_REQUEST, request);
		getNext().invoke(request, response);
		if (!request.isAsync()) {
			closeUnlessRead(request);
		}
	}

	private static void closeUnlessRead(Request request) {
		org.apache.coyote.Request coyote = request.getCoyoteRequest();
		try {
			while (!coyote.isFinished() && hasArrived(coyote)) {
				request.getStream().read(REST);
			}
		}
		catch (IOException ex) {
			// The client is gone
		}
		if (!coyote.isFinished()) {
			coyote.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
		}
	}

	/** A chunk may be incomplete, so that its rest would be waited for. */
	private static boolean hasArrived(org.apache.coyote.Request request) {
		if (request.getContentLengthLong() < 0 || request.getContentLengthLong() > MAX_REST) {
			return false;
		}
		request.action(ActionCode.AVAILABLE, true);
		return request.getAvailable() > 0;
	}

}
