package dev.aichat.testing;

import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.sql.DataSource;

import net.ttddyy.dsproxy.listener.MethodExecutionContext;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.slf4j.MDC;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestComponent;

import dev.aichat.testing.Client.Answer;

/** Counts each request's round trips to the database. */
@TestComponent
public class RoundTrips implements BeanPostProcessor {

	private static final Set<String> ENDS = Set.of("commit", "rollback");

	private final Map<String, List<String>> byRequest = new ConcurrentHashMap<>();

	/** The statements, commits and rollbacks of a request, in order. */
	public List<String> of(Answer answer) {
		return this.byRequest.getOrDefault(answer.header("X-Request-Id"), List.of());
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String name) {
		return (bean instanceof DataSource source)
				? ProxyDataSourceBuilder.create(source).afterMethod(this::afterMethod).build() : bean;
	}

	private void afterMethod(MethodExecutionContext call) {
		String method = call.getMethod().getName();
		boolean statement = call.getTarget() instanceof Statement && method.startsWith("execute");
		String request = MDC.get("request_id");
		if (request != null && (statement || ENDS.contains(method))) {
			this.byRequest.computeIfAbsent(request, (id) -> new CopyOnWriteArrayList<>())
				.add(statement ? String.valueOf(call.getTarget()) : method);
		}
	}

}
