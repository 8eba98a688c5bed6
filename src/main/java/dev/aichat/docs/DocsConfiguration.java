package dev.aichat.docs;

import java.io.InputStream;
import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.web.filter.ShallowEtagHeaderFilter;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import dev.aichat.web.ResponsePolicy;
import dev.aichat.web.Routes;

/**
 * Serves the files of Swagger UI, lets browsers cache them and the OpenAPI document, and
 * restricts what their pages may load.
 */
@Configuration(proxyBeanMethods = false)
class DocsConfiguration implements WebMvcConfigurer {

	/** Swagger UI styles its elements inline. */
	private static final String OWN_SCRIPTS = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
			+ "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

	@Override
	public void addResourceHandlers(ResourceHandlerRegistry registry) {
		registry
			.addResourceHandler(Routes.DOCS + "/{file:docs.css|docs.js}",
					Routes.DOCS + "/{webjar:swagger-ui}/{file:swagger-ui.css|swagger-ui-bundle.js|favicon-32x32.png}")
			.addResourceLocations("classpath:pages/", "classpath:META-INF/resources/webjars/")
			.resourceChain(true);
	}

	@Bean
	ResponsePolicy docsPolicy() {
		return new ResponsePolicy(Set.of(Routes.DOCS), OWN_SCRIPTS, true);
	}

	@Bean
	ResponsePolicy schemaPolicy(@Value("${springdoc.api-docs.path}") String path) {
		return new ResponsePolicy(Set.of(path, path + ".yaml"), ResponsePolicy.NOTHING, true);
	}

	/**
	 * A compressed response has other bytes, so the tag is a weak one. HEAD has it, too
	 * (RFC 9110, 9.3.2).
	 */
	@Bean
	FilterRegistrationBean<ShallowEtagHeaderFilter> schemaTag(@Value("${springdoc.api-docs.path}") String path) {
		ShallowEtagHeaderFilter filter = new ShallowEtagHeaderFilter() {
			@Override
			protected boolean isEligibleForEtag(HttpServletRequest request, HttpServletResponse response, int status,
					InputStream body) {
				return HttpMethod.HEAD.matches(request.getMethod()) ? status == HttpServletResponse.SC_OK
						: super.isEligibleForEtag(request, response, status, body);
			}
		};
		filter.setWriteWeakETag(true);
		FilterRegistrationBean<ShallowEtagHeaderFilter> registration = new FilterRegistrationBean<>(filter);
		registration.addUrlPatterns(path + "/*", path + ".yaml/*");
		return registration;
	}

}
