package dev.aichat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.aichat.OpenApi.Operation;
import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.ServiceTests;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls every operation of the OpenAPI document in every role, with the document's own
 * example.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoleRouteTests extends ServiceTests {

	private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

	private static final JsonMapper JSON = new JsonMapper();

	private final Map<Identity, Caller> callers = new EnumMap<>(Identity.class);

	private OpenApi document;

	@BeforeAll
	void readDocument() {
		this.document = OpenApi.of(this.client);
	}

	List<Operation> operations() {
		return this.document.operations();
	}

	List<Cell> cells() {
		return operations().stream()
			.flatMap((operation) -> Stream.of(Identity.values()).map((identity) -> new Cell(identity, operation)))
			.toList();
	}

	@ParameterizedTest
	@MethodSource("cells")
	void everyRoleIsAnsweredAsTheContractSays(Cell cell) {
		Refusal refusal = cell.refusal();
		if (refusal != null) {
			refusal.check(send(cell.operation(), cell.identity(), sharedCaller(cell.identity())));
			return;
		}
		Caller caller = cell.operation().method().equals("GET") ? sharedCaller(cell.identity())
				: newCaller(cell.identity());
		Answer answer = send(cell.operation(), cell.identity(), caller);
		assertThat(answer.status()).as(answer.body()).isEqualTo(cell.operation().success());
		JsonNode documented = this.document.schema(cell.operation().reply()).get("properties");
		assertThat(answer.json().propertyNames()).containsExactlyElementsOf(documented.propertyNames());
	}

	@ParameterizedTest
	@MethodSource("operations")
	void undocumentedMethodsAreNotAllowed(Operation operation) {
		Set<String> documented = Set.copyOf(methods(operation.path()));
		for (String method : METHODS) {
			if (documented.contains(method)) {
				continue;
			}
			JsonNode withoutBody = ((ObjectNode) operation.json().deepCopy()).without("requestBody");
			Operation undocumented = new Operation(method, operation.path(), withoutBody);
			for (Identity identity : Identity.values()) {
				Answer answer = send(undocumented, identity, sharedCaller(identity));
				Refusal refusal = new Cell(identity, undocumented).refusal();
				if (refusal != null && refusal.status() == 403) {
					refusal.check(answer);
				}
				else {
					answer.isProblem(405, "method_not_allowed");
					assertThat(answer.header("Allow").split(", ?")).containsAll(documented);
				}
			}
		}
	}

	private List<String> methods(String path) {
		return operations().stream()
			.filter((operation) -> operation.path().equals(path))
			.map(Operation::method)
			.toList();
	}

	private Answer send(Operation operation, Identity identity, @Nullable Caller caller) {
		Caller owner = (identity == Identity.OWNER && caller != null) ? caller : owner();
		String path = operation.path().contains("{") ? fill(operation.path(), owner) : operation.path();
		byte[] body = operation.json().has("requestBody") ? JSON.writeValueAsBytes(body(operation)) : null;
		String[] headers = { "Idempotency-Key", UUID.randomUUID().toString() };
		return (caller != null) ? caller.send(operation.method(), path, body, headers)
				: this.client.send(operation.method(), path, body, headers);
	}

	private String fill(String path, Caller owner) {
		if (path.startsWith("/api/admin/users/{id}")) {
			return path.replace("{id}", Long.toString(this.client.newUser().id()));
		}
		assertThat(path).as("path with an id").matches("/api/(chat|conversations)/\\{id}.*");
		return path.replace("{id}", owner.chat("Hello").text("id"));
	}

	/** Fills the document's example with an existing name, password and session. */
	private ObjectNode body(Operation operation) {
		JsonNode example = this.document.schema(operation.json().get("requestBody")).get("example");
		assertThat(example).as(operation.path()).isNotNull();
		ObjectNode body = (ObjectNode) example.deepCopy();
		if (operation.path().equals("/api/register")) {
			return body.put("username", "role-" + UUID.randomUUID());
		}
		Caller user = owner();
		Map<String, String> credentials = Client.credentials(user.username());
		String password = credentials.get("password");
		Map.of("username", user.username(), "password", password, "current_password", password)
			.forEach((field, value) -> {
				if (body.has(field)) {
					body.put(field, value);
				}
			});
		if (body.has("refresh")) {
			body.put("refresh", this.client.post("/api/login", credentials).text("refresh"));
		}
		return body;
	}

	private Caller owner() {
		return this.callers.computeIfAbsent(Identity.OWNER, (identity) -> this.client.newUserWith(100_000));
	}

	private @Nullable Caller sharedCaller(Identity identity) {
		return (identity != Identity.ANONYMOUS) ? this.callers.computeIfAbsent(identity, this::newCaller) : null;
	}

	/** Creates a user who may be logged out or erased. */
	private @Nullable Caller newCaller(Identity identity) {
		Caller caller = (identity != Identity.ANONYMOUS) ? this.client.newUser() : null;
		if (caller != null && identity.change != null) {
			this.books.change("UPDATE users SET " + identity.change + " WHERE id = ?", caller.id());
		}
		return caller;
	}

	/** The identity of a caller; the owner owns the chat that is called. */
	enum Identity {

		ANONYMOUS(null), OWNER(null), OTHER(null), DISABLED("enabled = FALSE"), ADMIN("role = 'ADMIN'");

		private final @Nullable String change;

		Identity(@Nullable String change) {
			this.change = change;
		}

	}

	/**
	 * An operation called as one identity.
	 *
	 * @param identity the caller
	 * @param operation the operation
	 */
	record Cell(Identity identity, Operation operation) {

		/** Returns the rejection that the contract asks for, or null. */
		@Nullable Refusal refusal() {
			if (this.operation.isPublic()) {
				return null;
			}
			String path = this.operation.path();
			boolean forAdmins = path.startsWith("/api/admin/");
			return switch (this.identity) {
				case ANONYMOUS -> Refusal.NO_TOKEN;
				case DISABLED -> Refusal.BAD_TOKEN;
				case OWNER -> forAdmins ? Refusal.FORBIDDEN : null;
				case OTHER -> forAdmins ? Refusal.FORBIDDEN : foreignId(path);
				case ADMIN -> forAdmins ? null : foreignId(path);
			};
		}

		private static @Nullable Refusal foreignId(String path) {
			if (!path.contains("{")) {
				return null;
			}
			return path.startsWith("/api/conversations/") ? Refusal.NO_CONVERSATION : Refusal.NOT_FOUND;
		}

		@Override
		public String toString() {
			return this.identity + " " + this.operation;
		}

	}

	/**
	 * A rejection by role.
	 *
	 * @param status the status
	 * @param code the problem's code
	 * @param challenge the header WWW-Authenticate
	 */
	record Refusal(int status, String code, String challenge) {

		static final Refusal NO_TOKEN = new Refusal(403, "authentication_required", "Bearer");

		static final Refusal BAD_TOKEN = new Refusal(403, "invalid_token", "Bearer error=\"invalid_token\"");

		static final Refusal FORBIDDEN = new Refusal(403, "forbidden", "");

		static final Refusal NOT_FOUND = new Refusal(404, "not_found", "");

		static final Refusal NO_CONVERSATION = new Refusal(404, "conversation_not_found", "");

		void check(Answer answer) {
			answer.isProblem(this.status, this.code);
			assertThat(answer.header("WWW-Authenticate")).isEqualTo(this.challenge);
		}

	}

}
