package dev.aichat.web;

import org.apache.coyote.http11.Http11NioProtocol;

/**
 * HTTP/1.1 as Tomcat speaks it, with room for a small answer. Each connection keeps three
 * bytes for each byte of it, and Tomcat has no setting for it. Public, because Tomcat
 * makes it.
 */
public class SmallAnswersProtocol extends Http11NioProtocol {

	@Override
	public int getDesiredBufferSize() {
		return 2048;
	}

}
