package dev.aichat.admin;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.Concurrently;
import dev.aichat.testing.ScriptedModel;
import dev.aichat.testing.ServiceTests;

import static dev.aichat.testing.Admins.adjust;
import static dev.aichat.testing.Admins.erase;
import static org.assertj.core.api.Assertions.assertThat;

/** Tests that the totals are complete and consistent. */
class TotalsTests extends ServiceTests {

	@Test
	void everyKindOfChangeShowsInTheTotals() {
		Caller admin = this.admins.newAdmin();
		JsonNode before = totals(admin);
		Caller user = this.client.newUser();
		user.chat("Hello");
		user.post("/api/top-up", Map.of("tokens", 500));
		adjust(admin, user.id(), -50, "Some");
		this.ai.script(ScriptedModel::fail);
		user.chat("Hello");
		JsonNode after = totals(admin);
		assertThat(difference(before, after, "/users")).isOne();
		assertThat(difference(before, after, "/chats/answered")).isOne();
		assertThat(difference(before, after, "/chats/refunded")).isOne();
		assertThat(difference(before, after, "/chats/pending")).isZero();
		assertThat(difference(before, after, "/tokens/granted")).isEqualTo(4000);
		assertThat(difference(before, after, "/tokens/topped_up")).isEqualTo(500);
		assertThat(difference(before, after, "/tokens/adjusted")).isEqualTo(-50);
		assertThat(difference(before, after, "/tokens/outstanding")).isEqualTo(4350);
		erase(admin, user.id());
		JsonNode erased = totals(admin);
		assertThat(difference(after, erased, "/users")).isEqualTo(-1);
		assertThat(erased.get("tokens")).isEqualTo(after.get("tokens"));
	}

	@Test
	void totalsAreConsistentDuringParallelChanges() {
		Caller admin = this.admins.newAdmin();
		List<Caller> users = List.of(this.client.newUser(), this.client.newUser(), this.client.newUser());
		this.ai.script((message, handler) -> {
			if (message.equals("fail")) {
				throw new IllegalStateException("as told");
			}
			ScriptedModel.say("yes", handler);
		});
		AtomicInteger busy = new AtomicInteger(6);
		List<Integer> reads = Concurrently.run(8, (i) -> {
			if (i < 6) {
				for (int n = 0; n < 20; n++) {
					Caller user = users.get(n % 3);
					user.chat((n % 4 == 0) ? "fail" : "ok");
					user.post("/api/top-up", Map.of("tokens", 10 + n));
					adjust(admin, user.id(), (n % 2 == 0) ? 5 : -5, "Back and forth");
				}
				busy.decrementAndGet();
				return 0;
			}
			int count = 0;
			for (; busy.get() > 0; count++) {
				isConsistent(totals(admin));
			}
			return count;
		});
		assertThat(reads.get(6) + reads.get(7)).isPositive();
	}

	/** In these tests every message costs 100. */
	private static void isConsistent(JsonNode totals) {
		JsonNode tokens = totals.get("tokens");
		JsonNode chats = totals.get("chats");
		long given = number(tokens, "granted") + number(tokens, "topped_up") + number(tokens, "adjusted");
		assertThat(number(tokens, "outstanding"))
			.isEqualTo(given - number(tokens, "spent") + number(tokens, "refunded"));
		assertThat(number(tokens, "spent"))
			.isEqualTo(100 * (number(chats, "pending") + number(chats, "answered") + number(chats, "refunded")));
		assertThat(number(tokens, "refunded")).isEqualTo(100 * number(chats, "refunded"));
	}

	private static JsonNode totals(Caller admin) {
		JsonNode totals = admin.get("/api/admin/totals").json();
		isConsistent(totals);
		return totals;
	}

	private static long difference(JsonNode before, JsonNode after, String path) {
		return after.at(path).longValue() - before.at(path).longValue();
	}

	private static long number(JsonNode json, String name) {
		return json.get(name).longValue();
	}

}
