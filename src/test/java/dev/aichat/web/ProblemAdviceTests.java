package dev.aichat.web;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

import org.apache.catalina.connector.ClientAbortException;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.converter.HttpMessageNotWritableException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

import dev.aichat.testing.LogLines;

import static org.assertj.core.api.Assertions.assertThat;

/** Outages and bugs are rendered as problems that show no details. */
class ProblemAdviceTests {

	static final List<RuntimeException> OUTAGES = List.of(new DataAccessResourceFailureException("secret"),
			new CannotCreateTransactionException("secret"), new QueryTimeoutException("secret"),
			new UncategorizedSQLException("lock", "secret", new SQLException("secret", "55P03")),
			new UncategorizedSQLException("rollback", "secret", new SQLException("Connection is closed")));

	static final List<RuntimeException> BUGS = List.of(new IllegalStateException("secret"),
			new NullPointerException("secret"), new DataIntegrityViolationException("secret"),
			new UncategorizedSQLException("query", "secret", new SQLException("secret", "XX000")),
			new HttpMessageNotWritableException("secret"));

	static final List<Exception> DISCONNECTS = List.of(
			new HttpMessageNotWritableException("Could not write JSON",
					new ClientAbortException(new IOException("Broken pipe"))),
			new AsyncRequestNotUsableException("ServletOutputStream failed to flush: Broken pipe"));

	@RegisterExtension
	final LogLines log = new LogLines();

	@ParameterizedTest
	@FieldSource("OUTAGES")
	void databaseOutageIsServiceUnavailable(RuntimeException outage) {
		MvcTestResult answer = answerTo(outage);
		assertThat(answer).hasStatus(503).hasHeader("Retry-After", "1");
		isProblem(answer, "service_unavailable");
	}

	@ParameterizedTest
	@FieldSource("BUGS")
	void bugIsAnInternalErrorWithoutDetails(RuntimeException bug) {
		MvcTestResult answer = answerTo(bug);
		assertThat(answer).hasStatus(500);
		isProblem(answer, "internal_error");
	}

	@ParameterizedTest
	@FieldSource("DISCONNECTS")
	void clientThatIsGoneGetsNoAnswerAndIsNoBug(Exception disconnect) {
		MvcTestResult answer = answerTo(disconnect);
		assertThat(answer).bodyText().isEmpty();
		assertThat(this.log.text()).doesNotContain("ERROR");
	}

	private static MvcTestResult answerTo(Exception failure) {
		return MockMvcTester
			.of(List.of(new Failing(failure)),
					(mvc) -> mvc.setControllerAdvice(new ProblemAdvice(new ProblemRenderer())).build())
			.get()
			.uri("/fail")
			.exchange();
	}

	private static void isProblem(MvcTestResult answer, String code) {
		assertThat(answer).hasContentType("application/problem+json");
		assertThat(answer).bodyJson().extractingPath("$.code").isEqualTo(code);
		assertThat(answer).bodyText().doesNotContain("secret", "Exception");
	}

	/** Always fails. */
	@RestController
	record Failing(Exception failure) {

		@GetMapping("/fail")
		void fail() throws Exception {
			throw this.failure;
		}

	}

}
