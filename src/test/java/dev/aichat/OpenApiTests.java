package dev.aichat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import dev.aichat.OpenApi.Operation;
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

	private static final UUID UNKNOWN_CHAT = new UUID(0, 0);

	private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

	private OpenApi document;

	@BeforeEach
	void read() {
		this.document = OpenApi.of(this.client);
	}

	@Test
	void documentIsTheGoldenFile() throws IOException {
		String pretty = JSON.writeValueAsString(this.document.json()).replace("\r\n", "\n") + "\n";
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
		assertThat(this.document.operations()).hasSize(31)
			.allSatisfy((operation) -> assertThat(operation.json().get("summary").stringValue()).isNotBlank())
			.allSatisfy((operation) -> assertThat(operation.json().get("description").stringValue()).endsWith("."))
			.extracting((operation) -> operation.json().get("operationId").stringValue())
			.doesNotHaveDuplicates()
			.allMatch((id) -> id.matches("[A-Za-z]+"));
	}

	@Test
	void everyBodyHasAnExampleOfItsFields() {
		for (Operation operation : this.document.operations()) {
			if (operation.json().has("requestBody")) {
				JsonNode body = this.document.schema(operation.json().get("requestBody"));
				assertThat(body.get("properties").propertyNames()).containsAll(body.get("example").propertyNames());
				assertThat(body.get("example").propertyNames()).containsAll(required(body));
			}
			JsonNode reply = this.document.schema(operation.reply());
			// The example of a page is that of its items
			reply = this.document.resolve(reply.at(reply.has("example") ? "" : "/properties/items/items"));
			assertThat(reply.get("example").propertyNames()).as(operation.path())
				.containsExactlyInAnyOrderElementsOf(reply.get("properties").propertyNames())
				.containsExactlyInAnyOrderElementsOf(required(reply));
		}
	}

	@Test
	void schemasAndParametersAreDescribedAndInSnakeCase() {
		this.document.json().at("/components/schemas").properties().forEach((schema) -> {
			assertThat(schema.getValue().get("type").stringValue()).isEqualTo("object");
			assertThat(schema.getValue().get("description").stringValue()).endsWith(".");
			schema.getValue().path("properties").properties().forEach((field) -> {
				assertThat(field.getKey()).matches("[a-z]+(_[a-z]+)*");
				assertThat(field.getValue().has("description")).as(schema.getKey() + "." + field.getKey()).isTrue();
			});
		});
		for (Operation operation : this.document.operations()) {
			operation.json()
				.path("parameters")
				.forEach((parameter) -> assertThat(this.document.resolve(parameter).has("description"))
					.as(parameter.toString())
					.isTrue());
		}
	}

	/** {@link RoleRouteTests} compares the replies. */
	@Test
	void eventsAndEntriesHaveTheDocumentedFields() {
		Caller user = this.client.newUser();
		List<Event> events = Events.of(user.chat("Hello", "Accept", "text/event-stream").body());
		assertThat(events).extracting(Event::name).containsExactly("start", "delta", "done");
		hasFields(events.get(0).json(), "StartEvent");
		hasFields(events.get(1).json(), "DeltaEvent");
		hasFields(events.get(2).json(), "ChatReply");
		hasFields(user.get("/api/ledger").json().at("/items/0"), "LedgerEntry");
	}

	@Test
	void problemsSayWhatTheirExamplesSay() {
		Caller user = this.client.newUserWith(100);
		assertThat(user.chat("Hello", "Idempotency-Key", "used").status()).isEqualTo(200);
		isDocumented("post", this.client.post("/api/register", Client.credentials(user.username())));
		isDocumented("post", this.client.post("/api/register", Map.of()));
		isDocumented("post",
				this.client.send("POST", "/api/login", "{\"username\":\"ada\",password:\"x\"}".getBytes()));
		isDocumented("post", this.client.post("/api/login", Client.credentials("nobody")));
		isDocumented("post", this.client.send("POST", "/api/login", "x".getBytes(), "Content-Type", "a/b"));
		isDocumented("post", this.client.send("POST", "/api/login", new byte[70_000]));
		isDocumented("post", this.client.post("/api/token/refresh", Map.of("refresh", "x")));
		isDocumented("post", user.post("/api/password",
				Map.of("current_password", "a wrong password", "new_password", "long enough")));
		isDocumented("post", this.client.post("/api/logout", Map.of(), "Authorization", "Bearer x"));
		isDocumented("get", this.client.get("/api/balance"));
		isDocumented("get", this.client.get("/api/balance", "Authorization", "Bearer x"));
		isDocumented("get", user.get("/api/balance", "Accept", "text/csv"));
		isDocumented("get", user.get("/api/ledger?limit=0"));
		isDocumented("get", user.get("/api/chat/" + UNKNOWN_CHAT));
		isDocumented("post", user.chat("Hello"));
		isDocumented("post", user.chat("Other", "Idempotency-Key", "used"));
		isDocumented("post", user.chat("Hello", "Idempotency-Key", ""));
		isDocumented("post", user.post("/api/chat", Map.of("message", "Hello", "conversation_id", UNKNOWN_CHAT)));
		isDocumented("post", user.post("/api/top-up", Map.of("tokens", 0)));
		this.ai.script(ScriptedModel::fail);
		isDocumented("post", this.client.newUser().chat("Hello"));
		this.ai.script((message, handler) -> {
		});
		isDocumented("post", this.client.newUser().chat("Hello"));
	}

	private void hasFields(JsonNode json, String schema) {
		JsonNode properties = this.document.json().at("/components/schemas/" + schema + "/properties");
		assertThat(json.propertyNames()).containsExactlyElementsOf(properties.propertyNames());
	}

	private void isDocumented(String method, Answer problem) {
		JsonNode content = this.document.json()
			.get("paths")
			.get(problem.text("instance").replace(UNKNOWN_CHAT.toString(), "{id}"))
			.get(method)
			.get("responses")
			.path(String.valueOf(problem.status()))
			.at("/content/application~1problem+json");
		JsonNode example = this.document.resolve(content.path("examples").path(problem.text("code"))).path("value");
		assertThat(problem.text("detail")).as(problem.body()).isEqualTo(example.path("detail").asString());
		assertThat(problem.text("title")).isEqualTo(example.path("title").asString());
		JsonNode schema = this.document.resolve(content.get("schema"));
		assertThat(problem.json().propertyNames()).as(problem.body())
			.containsAll(required(schema))
			.isSubsetOf(schema.get("properties").propertyNames());
		assertThat(schema.at("/properties/code/enum").valueStream().map(JsonNode::stringValue))
			.contains(problem.text("code"));
	}

	private static List<String> required(JsonNode schema) {
		return schema.path("required").valueStream().map(JsonNode::stringValue).toList();
	}

}
