package dev.aichat.web;

import java.util.Set;

/**
 * The security headers of the responses under some paths, registered as a bean by the
 * feature that serves them. Responses of other paths may load nothing and are never
 * cached.
 *
 * @param paths the paths, which cover those below them, too
 * @param contentSecurityPolicy what a browser may load and run
 * @param cacheable whether the response may be cached
 */
public record ResponsePolicy(Set<String> paths, String contentSecurityPolicy, boolean cacheable) {

	/** The content security policy of responses that are no documents. */
	public static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";

	static final ResponsePolicy DEFAULT = new ResponsePolicy(Set.of(), NOTHING, false);

	boolean covers(String requested) {
		for (String path : this.paths) {
			if (requested.startsWith(path)
					&& (requested.length() == path.length() || requested.charAt(path.length()) == '/')) {
				return true;
			}
		}
		return false;
	}

}
