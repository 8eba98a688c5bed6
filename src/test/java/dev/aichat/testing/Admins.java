package dev.aichat.testing;

import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.context.TestComponent;

import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;

/** Creates admins in the database, and calls their API. */
@TestComponent
public record Admins(Client client, Books books) {

	/** Registers a user, and makes it an admin. */
	public Caller newAdmin() {
		Caller admin = this.client.newUser();
		this.books.change("UPDATE users SET role = 'ADMIN' WHERE id = ?", admin.id());
		return admin;
	}

	/** Demotes all admins of other tests. */
	public void retireAll() {
		this.books.change("UPDATE users SET role = 'USER' WHERE role = 'ADMIN'");
	}

	/** Counts the enabled admins. */
	public long active() {
		return this.books.number("SELECT COUNT(*) FROM users WHERE role = 'ADMIN' AND enabled");
	}

	/** Reads the audit entries about a user, newest first. */
	public static List<JsonNode> audit(Caller admin, long subject) {
		return admin.get("/api/admin/audit?limit=100&subject=" + subject).json().get("items").valueStream().toList();
	}

	public static Answer change(Caller admin, long userId, Map<String, ?> change) {
		return admin.send("PATCH", "/api/admin/users/" + userId, Client.json(change));
	}

	public static Answer erase(Caller admin, long userId) {
		return admin.send("DELETE", "/api/admin/users/" + userId, null);
	}

	public static Answer adjust(Caller admin, long userId, long amount, String note, String... headers) {
		return admin.post("/api/admin/users/%d/tokens".formatted(userId), Map.of("amount", amount, "note", note),
				headers);
	}

}
