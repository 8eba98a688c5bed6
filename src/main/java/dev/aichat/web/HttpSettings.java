package dev.aichat.web;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import org.apache.catalina.util.NetMaskSet;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The limits of a request's body, and the proxies in front of the service.
 *
 * @param maxBody the most bytes of a body
 * @param maxPublicBody the most bytes of a body without an authenticated caller
 * @param bodyDeadline the time within which a body must arrive
 * @param trustedProxies the addresses and CIDR ranges of the proxies whose
 * {@code X-Forwarded-For} and {@code X-Forwarded-Proto} are believed
 */
@ConfigurationProperties("aichat.http")
@Validated
public record HttpSettings(@NotNull @DefaultValue("64KB") DataSize maxBody,
		@NotNull @DefaultValue("16KB") DataSize maxPublicBody,
		@NotNull @DurationMin(millis = 100) @DefaultValue("10s") Duration bodyDeadline,
		@DefaultValue List<String> trustedProxies) {

	private static final Pattern ADDRESS_OR_RANGE = Pattern
		.compile("(\\d{1,3}(\\.\\d{1,3}){3}|[\\da-fA-F:.]*:[\\da-fA-F:.]*)(/[1-9]\\d{0,2})?");

	public HttpSettings {
		Assert.isTrue(maxBody.toBytes() > 0, "aichat.http.max-body must be positive");
		Assert.isTrue(maxPublicBody.toBytes() > 0, "aichat.http.max-public-body must be positive");
	}

	@AssertTrue(message = "aichat.http.trusted-proxies must be IP addresses or ranges of them, "
			+ "such as 10.0.0.0/8 or 2001:db8::/32; /0 would be everyone.")
	boolean isEveryProxyAddressOrRange() {
		try {
			return this.trustedProxies.stream().allMatch((proxy) -> ADDRESS_OR_RANGE.matcher(proxy).matches())
					&& NetMaskSet.parse(proxyRanges()) != null;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	/** Returns the proxies as Tomcat reads them: CIDR ranges, separated by commas. */
	String proxyRanges() {
		return this.trustedProxies.stream().map(HttpSettings::range).collect(Collectors.joining(","));
	}

	private static String range(String proxy) {
		return proxy.contains("/") ? proxy : proxy + (proxy.contains(".") ? "/32" : "/128");
	}

}
