package dev.aichat;

import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;

import dev.aichat.testing.Client;

/**
 * The OpenAPI document.
 *
 * @param json the document
 */
record OpenApi(JsonNode json) {

	static OpenApi of(Client client) {
		return new OpenApi(client.get("/api/schema").json());
	}

	List<Operation> operations() {
		List<Operation> operations = new ArrayList<>();
		this.json.get("paths")
			.properties()
			.forEach((path) -> path.getValue()
				.properties()
				.forEach((operation) -> operations
					.add(new Operation(operation.getKey().toUpperCase(), path.getKey(), operation.getValue()))));
		return operations;
	}

	/** The schema of a body. */
	JsonNode schema(JsonNode bodyOrReply) {
		return resolve(bodyOrReply.at("/content/application~1json/schema"));
	}

	JsonNode resolve(JsonNode node) {
		return node.has("$ref") ? this.json.at(node.get("$ref").stringValue().substring(1)) : node;
	}

	/**
	 * An operation, documented or not.
	 *
	 * @param method the method
	 * @param path the path template
	 * @param json the operation in the document
	 */
	record Operation(String method, String path, JsonNode json) {

		/** Whether the operation needs no access token. */
		boolean isPublic() {
			return this.json.has("security") && this.json.get("security").isEmpty();
		}

		/** The status of a reply that is no problem. */
		int success() {
			return this.json.get("responses").has("201") ? 201 : 200;
		}

		JsonNode reply() {
			return this.json.get("responses").get(String.valueOf(success()));
		}

		@Override
		public String toString() {
			return this.method + " " + this.path;
		}

	}

}
