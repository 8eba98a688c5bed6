package dev.aichat.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import dev.aichat.testing.Admins;
import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.SystemTest;

import static dev.aichat.testing.Admins.change;
import static org.assertj.core.api.Assertions.assertThat;

/** The operator's routes are for admins alone; the document tells which there are. */
@SystemTest
class AdminRolesTests {

	@Autowired
	Client client;

	@Autowired
	Admins admins;

	@Test
	void onlyAdminsAreLetIn() {
		Caller user = this.client.newUser();
		Caller admin = this.admins.newAdmin();
		Caller disabled = this.admins.newAdmin();
		change(admin, disabled.id(), Map.of("enabled", false));
		Caller demoted = this.admins.newAdmin();
		assertThat(demoted.get("/api/admin/totals").status()).isEqualTo(200);
		change(admin, demoted.id(), Map.of("role", "USER"));
		assertThat(routes()).hasSizeGreaterThanOrEqualTo(10).allSatisfy((route) -> {
			String method = route.split(" ")[0];
			for (String path : List.of(route.split(" ")[1], route.split(" ")[1] + "/")) {
				this.client.send(method, path, null).isProblem(403, "authentication_required");
				isForbidden(user.send(method, path, null));
				isForbidden(demoted.send(method, path, null));
				disabled.send(method, path, null).isProblem(403, "invalid_token");
				assertThat(admin.send(method, path, null).status()).isIn(200, 404, 415);
			}
		});
	}

	@Test
	void whatIsNotThereIsHiddenFromUsersToo() {
		Caller user = this.client.newUser();
		for (String path : List.of("/api/admin", "/api/admin/", "/api/admin/nothing", "/api/admin/users/1/nothing")) {
			isForbidden(user.get(path));
			this.admins.newAdmin().get(path).isProblem(404, "not_found");
		}
	}

	private List<String> routes() {
		List<String> routes = new ArrayList<>();
		this.client.get("/api/schema")
			.json()
			.get("paths")
			.properties()
			.stream()
			.filter((path) -> path.getKey().startsWith("/api/admin"))
			.forEach((path) -> path.getValue()
				.propertyNames()
				.forEach((method) -> routes
					.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey().replace("{id}", "0"))));
		return routes;
	}

	private static void isForbidden(Answer answer) {
		answer.isProblem(403, "forbidden");
		assertThat(answer.header("WWW-Authenticate")).isEmpty();
	}

}
