package dev.aichat.web;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * A page of a list. Pages follow keys, not offsets, so that none repeats or skips an item
 * when items are added.
 *
 * @param items the items, newest first
 * @param next the value of before for the next page; null on the last one
 * @param <T> the type of an item
 * @param <K> the type of an item's key
 */
public record Page<T, K>(List<T> items, @Nullable K next) {

	/** The default limit of a page. */
	public static final String DEFAULT_LIMIT = "20";

	/** The greatest limit of a page. */
	public static final int MAX_LIMIT = 100;

	/**
	 * Makes a page of one row more than it holds, which tells whether there is a next
	 * page.
	 * @param rows up to {@code limit + 1} rows
	 */
	public static <T, K> Page<T, K> of(List<T> rows, int limit, Function<T, K> key) {
		if (rows.size() <= limit) {
			return new Page<>(rows, null);
		}
		List<T> items = rows.subList(0, limit);
		return new Page<>(items, key.apply(items.get(limit - 1)));
	}

	/** Returns the page with each item converted. */
	public <R> Page<R, K> map(Function<T, R> shown) {
		return new Page<>(this.items.stream().map(shown).toList(), this.next);
	}

	/** Rejects query parameters that a list does not have: misspelled filters. */
	@Component
	static class UnknownParameters implements HandlerInterceptor, WebMvcConfigurer {

		@Override
		public void addInterceptors(InterceptorRegistry registry) {
			registry.addInterceptor(this);
		}

		@Override
		public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
			if (handler instanceof HandlerMethod list && list.getReturnType().getParameterType() == Page.class) {
				Set<String> known = parameters(list);
				for (String name : request.getParameterMap().keySet()) {
					if (!known.contains(name)) {
						throw ProblemException.invalidField(name,
								"This list has no such parameter, only %s.".formatted(String.join(", ", known)));
					}
				}
			}
			return true;
		}

		private static Set<String> parameters(HandlerMethod list) {
			Set<String> names = new TreeSet<>();
			for (MethodParameter parameter : list.getMethodParameters()) {
				RequestParam annotation = parameter.getParameterAnnotation(RequestParam.class);
				if (annotation != null) {
					names.add(annotation.name().isEmpty() ? parameter.getParameter().getName() : annotation.name());
				}
			}
			return names;
		}

	}

}
