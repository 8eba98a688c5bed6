package dev.aichat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.Events;
import dev.aichat.testing.Events.Event;
import dev.aichat.testing.ScriptedModel;
import dev.aichat.testing.ServiceTests;

import static org.assertj.core.api.Assertions.assertThat;

/** The OpenAPI document describes what the service does, and changes on purpose only. */
class OpenApiTests extends ServiceTests {

	private static final Path GOLDEN = Path.of("src", "test", "resources", "openapi.json");

	private static final Set<String> PUBLIC = Set.of("/api/register", "/api/login", "/api/token", "/api/token/refresh",
			"/api/pricing");

	private static final UUID UNKNOWN_CHAT = new UUID(0, 0);

	private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

	JsonNode document;

	@BeforeEach
	void read() {
		Answer answer = this.client.get("/api/schema");
		assertThat(answer.status()).isEqualTo(200);
		this.document = answer.json();
	}

	@Test
	void documentIsTheGoldenFile() throws IOException {
		String pretty = JSON.writeValueAsString(this.document).replace("\r\n", "\n") + "\n";
		if (Boolean.getBoolean("openapi.update")) {
			Files.writeString(GOLDEN, pretty);
		}
		assertThat(pretty)
			.as("The API changed. If that is meant, run the tests with -Dopenapi.update=true and commit " + GOLDEN)
			.isEqualTo(Files.readString(GOLDEN).replace("\r\n", "\n"));
	}

	@Test
	void documentIsTheSameForEveryLanguage() {
		String document = this.client.get("/api/schema").body();
		for (String language : List.of("fr", "de-CH")) {
			assertThat(this.client.get("/api/schema", "Accept-Language", language).body()).isEqualTo(document);
		}
	}

	@Test
	void documentIsCompressedAndHasATag() {
		for (String path : List.of("/api/schema", "/api/schema/", "/api/schema.yaml")) {
			Answer plain = this.client.get(path);
			Answer compressed = this.client.get(path, "Accept-Encoding", "gzip");
			assertThat(compressed.header("Content-Encoding")).isEqualTo("gzip");
			assertThat(compressed.header("ETag")).isEqualTo(plain.header("ETag")).startsWith("W/");
			assertThat(this.client.send("HEAD", path, null).header("ETag")).isEqualTo(plain.header("ETag"));
			assertThat(this.client.get(path, "If-None-Match", plain.header("ETag")).status()).isEqualTo(304);
		}
	}

	@Test
	void everyOperationHasItsOwnIdSummaryAndDescription() {
		assertThat(operations()).hasSize(31)
			.allSatisfy((operation) -> assertThat(operation.json().get("summary").stringValue()).isNotBlank())
			.allSatisfy((operation) -> assertThat(operation.json().get("description").stringValue()).endsWith("."))
			.extracting((operation) -> operation.json().get("operationId").stringValue())
			.doesNotHaveDuplicates()
			.allMatch((id) -> id.matches("[A-Za-z]+"));
	}

	@Test
	void everyBodyHasAnExampleOfItsFields() {
		for (Operation operation : operations()) {
			if (operation.json().has("requestBody")) {
				JsonNode body = schema(operation.json().get("requestBody"), "application/json");
				assertThat(body.get("properties").propertyNames()).containsAll(body.get("example").propertyNames());
				assertThat(body.get("example").propertyNames()).containsAll(required(body));
			}
			JsonNode reply = schema(operation.success(), "application/json");
			// The example of a page is that of its items
			reply = resolve(reply.at(reply.has("example") ? "" : "/properties/items/items"));
			assertThat(reply.get("example").propertyNames()).as(operation.path())
				.containsExactlyInAnyOrderElementsOf(reply.get("properties").propertyNames())
				.containsExactlyInAnyOrderElementsOf(required(reply));
		}
	}

	@Test
	void schemasAndParametersAreDescribedAndInSnakeCase() {
		this.document.get("components").get("schemas").properties().forEach((schema) -> {
			assertThat(schema.getValue().get("type").stringValue()).isEqualTo("object");
			assertThat(schema.getValue().get("description").stringValue()).endsWith(".");
			schema.getValue().path("properties").properties().forEach((field) -> {
				assertThat(field.getKey()).matches("[a-z]+(_[a-z]+)*");
				assertThat(field.getValue().has("description")).as(schema.getKey() + "." + field.getKey()).isTrue();
			});
		});
		for (Operation operation : operations()) {
			operation.json()
				.path("parameters")
				.forEach((parameter) -> assertThat(resolve(parameter).has("description")).as(parameter.toString())
					.isTrue());
		}
	}

	@Test
	void protectedOperationsDeclareTheAccessToken() {
		for (Operation operation : operations()) {
			JsonNode security = operation.json().has("security") ? operation.json().get("security")
					: this.document.get("security");
			if (PUBLIC.contains(operation.path())) {
				assertThat(security).as(operation.path()).isEmpty();
			}
			else {
				assertThat(security).as(operation.path()).hasSize(1);
				String scheme = security.get(0).propertyNames().iterator().next();
				JsonNode declared = this.document.get("components").get("securitySchemes").get(scheme);
				assertThat(declared.get("type").stringValue()).isEqualTo("http");
				assertThat(declared.get("scheme").stringValue()).isEqualTo("bearer");
			}
		}
	}

	@Test
	void repliesHaveTheDocumentedFields() {
		Caller user = this.client.newUser();
		hasDocumentedFields("post", "/api/register",
				this.client.post("/api/register", Client.credentials("documented")));
		Answer login = this.client.post("/api/login", Client.credentials("documented"));
		hasDocumentedFields("post", "/api/login", login);
		hasDocumentedFields("post", "/api/token/refresh",
				this.client.post("/api/token/refresh", Map.of("refresh", login.text("refresh"))));
		Answer chat = user.chat("Hello");
		hasDocumentedFields("post", "/api/chat", chat);
		List<Event> events = Events.of(user.chat("Hello", "Accept", "text/event-stream").body());
		assertThat(events).extracting(Event::name).containsExactly("start", "delta", "done");
		assertThat(events.get(0).json().propertyNames()).containsExactlyElementsOf(fields("StartEvent"));
		assertThat(events.get(1).json().propertyNames()).containsExactlyElementsOf(fields("DeltaEvent"));
		assertThat(events.get(2).json().propertyNames()).containsExactlyElementsOf(fields("ChatReply"));
		hasDocumentedFields("get", "/api/chat", user.get("/api/chat"));
		hasDocumentedFields("get", "/api/chat/{id}", user.get("/api/chat/" + chat.text("id")));
		hasDocumentedFields("post", "/api/chat/{id}/stop",
				user.post("/api/chat/" + chat.text("id") + "/stop", Map.of()));
		hasDocumentedFields("get", "/api/balance", user.get("/api/balance"));
		hasDocumentedFields("post", "/api/top-up", user.post("/api/top-up", Map.of("tokens", 1)));
		Answer ledger = user.get("/api/ledger");
		hasDocumentedFields("get", "/api/ledger", ledger);
		assertThat(ledger.json().at("/items/0").propertyNames()).containsExactlyElementsOf(fields("LedgerEntry"));
		String password = Client.credentials(user.username()).get("password");
		hasDocumentedFields("post", "/api/password",
				user.post("/api/password", Map.of("current_password", password, "new_password", password)));
		hasDocumentedFields("post", "/api/logout", user.post("/api/logout", Map.of()));
	}

	@Test
	void problemsSayWhatTheirExamplesSay() {
		Caller user = this.client.newUserWith(100);
		assertThat(user.chat("Hello", "Idempotency-Key", "used").status()).isEqualTo(200);
		isDocumented("post", "/api/register", this.client.post("/api/register", Client.credentials(user.username())));
		isDocumented("post", "/api/register", this.client.post("/api/register", Map.of()));
		isDocumented("post", "/api/login",
				this.client.send("POST", "/api/login", "{\"username\":\"ada\",password:\"x\"}".getBytes()));
		isDocumented("post", "/api/login", this.client.post("/api/login", Client.credentials("nobody")));
		isDocumented("post", "/api/login",
				this.client.send("POST", "/api/login", "x".getBytes(), "Content-Type", "a/b"));
		isDocumented("post", "/api/login", this.client.send("POST", "/api/login", new byte[70_000]));
		isDocumented("post", "/api/token/refresh", this.client.post("/api/token/refresh", Map.of("refresh", "x")));
		isDocumented("post", "/api/password", user.post("/api/password",
				Map.of("current_password", "a wrong password", "new_password", "long enough")));
		isDocumented("post", "/api/logout", this.client.post("/api/logout", Map.of(), "Authorization", "Bearer x"));
		isDocumented("get", "/api/balance", this.client.get("/api/balance"));
		isDocumented("get", "/api/balance", this.client.get("/api/balance", "Authorization", "Bearer x"));
		isDocumented("get", "/api/balance", user.get("/api/balance", "Accept", "text/csv"));
		isDocumented("get", "/api/ledger", user.get("/api/ledger?limit=0"));
		isDocumented("get", "/api/chat/{id}", user.get("/api/chat/" + UNKNOWN_CHAT));
		isDocumented("post", "/api/chat", user.chat("Hello"));
		isDocumented("post", "/api/chat", user.chat("Other", "Idempotency-Key", "used"));
		isDocumented("post", "/api/chat", user.chat("Hello", "Idempotency-Key", ""));
		isDocumented("post", "/api/chat",
				user.post("/api/chat", Map.of("message", "Hello", "conversation_id", UNKNOWN_CHAT)));
		isDocumented("post", "/api/top-up", user.post("/api/top-up", Map.of("tokens", 0)));
		this.ai.script(ScriptedModel::fail);
		isDocumented("post", "/api/chat", this.client.newUser().chat("Hello"));
		this.ai.script((message, handler) -> {
		});
		isDocumented("post", "/api/chat", this.client.newUser().chat("Hello"));
	}

	private void hasDocumentedFields(String method, String path, Answer answer) {
		JsonNode operation = this.document.get("paths").get(path).get(method);
		JsonNode response = operation.get("responses").get(String.valueOf(answer.status()));
		assertThat(response).as(answer.body()).isNotNull();
		assertThat(answer.json().propertyNames()).as(path)
			.containsExactlyElementsOf(schema(response, "application/json").get("properties").propertyNames());
	}

	private void isDocumented(String method, String path, Answer problem) {
		JsonNode content = this.document.get("paths")
			.get(path)
			.get(method)
			.get("responses")
			.path(String.valueOf(problem.status()))
			.at("/content/application~1problem+json");
		JsonNode example = resolve(content.path("examples").path(problem.text("code"))).path("value");
		assertThat(problem.text("detail")).as(problem.body()).isEqualTo(example.path("detail").asString());
		assertThat(problem.text("title")).isEqualTo(example.path("title").asString());
		JsonNode schema = resolve(content.get("schema"));
		assertThat(problem.json().propertyNames()).as(problem.body())
			.containsAll(required(schema))
			.isSubsetOf(schema.get("properties").propertyNames());
		assertThat(schema.at("/properties/code/enum").valueStream().map(JsonNode::stringValue))
			.contains(problem.text("code"));
	}

	private List<Operation> operations() {
		List<Operation> operations = new ArrayList<>();
		this.document.get("paths")
			.properties()
			.forEach((path) -> path.getValue().forEach((json) -> operations.add(new Operation(path.getKey(), json))));
		return operations;
	}

	private JsonNode schema(JsonNode bodyOrReply, String mediaType) {
		return resolve(bodyOrReply.get("content").get(mediaType).get("schema"));
	}

	private JsonNode resolve(JsonNode node) {
		return node.has("$ref") ? this.document.at(node.get("$ref").stringValue().substring(1)) : node;
	}

	private Collection<String> fields(String schema) {
		return this.document.get("components").get("schemas").get(schema).get("properties").propertyNames();
	}

	private static List<String> required(JsonNode schema) {
		return schema.path("required").valueStream().map(JsonNode::stringValue).toList();
	}

	/**
	 * An operation in the document.
	 *
	 * @param path its path
	 * @param json the rest
	 */
	record Operation(String path, JsonNode json) {

		JsonNode success() {
			JsonNode responses = this.json.get("responses");
			return responses.has("201") ? responses.get("201") : responses.get("200");
		}

	}

}
