package dev.aichat.admin;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import dev.aichat.testing.Admins;
import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.Concurrently;
import dev.aichat.testing.ServiceTests;
import dev.aichat.user.Role;

import static dev.aichat.testing.Admins.change;
import static dev.aichat.testing.Admins.erase;
import static org.assertj.core.api.Assertions.assertThat;

/** Tests that an enabled admin is always left. */
class LastAdminTests extends ServiceTests {

	@Autowired
	UserAdministrationService administration;

	@BeforeEach
	void retireAll() {
		this.admins.retireAll();
	}

	@Test
	void lastAdminIsNeitherDisabledNorDemotedNorErased() {
		Caller last = this.admins.newAdmin();
		isRejected(change(last, last.id(), Map.of("enabled", false)));
		isRejected(change(last, last.id(), Map.of("role", "USER")));
		isRejected(change(last, last.id(), Map.of("role", "ADMIN", "enabled", false, "password", "another password")));
		isRejected(erase(last, last.id()));
		isRejected(eraseSelf(last));
		assertThat(change(last, last.id(), Map.of("role", "ADMIN", "enabled", true)).status()).isEqualTo(200);
		assertThat(Admins.audit(last, last.id())).isEmpty();
		assertThat(this.admins.active()).isOne();
	}

	@Test
	void disabledAdminDoesNotCountAsAnotherAdmin() {
		Caller last = this.admins.newAdmin();
		Caller disabled = this.admins.newAdmin();
		assertThat(change(last, disabled.id(), Map.of("enabled", false)).status()).isEqualTo(200);
		isRejected(change(last, last.id(), Map.of("role", "USER")));
		assertThat(erase(last, disabled.id()).status()).isEqualTo(200);
		isRejected(erase(last, last.id()));
	}

	@Test
	void ordinaryUserIsErasedThoughThereIsNoAdmin() {
		assertThat(eraseSelf(this.client.newUser()).status()).isEqualTo(200);
	}

	@Test
	void oneAdminIsLeftWhenTwoDemoteEachOtherInParallel() {
		List<Caller> two = List.of(this.admins.newAdmin(), this.admins.newAdmin());
		for (int round = 0; round < 20; round++) {
			two.forEach((one) -> this.administration.change(null, one.id(), new UserChange(null, Role.ADMIN, null)));
			oneAdminIsLeft(Concurrently.run(20,
					(i) -> change(two.get(i % 2), two.get(1 - i % 2).id(), Map.of("role", "USER"))));
		}
	}

	@Test
	void oneAdminIsLeftWhenTwoDisableDemoteAndEraseEachOtherInParallel() {
		for (int round = 0; round < 5; round++) {
			this.admins.retireAll();
			List<Caller> two = List.of(this.admins.newAdmin(), this.admins.newAdmin());
			oneAdminIsLeft(Concurrently.run(20, (i) -> {
				Caller actor = two.get(i % 2);
				long subject = two.get((i / 2) % 2).id();
				return switch (i % 3) {
					case 0 -> change(actor, subject, Map.of("enabled", false));
					case 1 -> change(actor, subject, Map.of("role", "USER"));
					default -> erase(actor, subject);
				};
			}));
		}
	}

	private static Answer eraseSelf(Caller user) {
		return user.send("DELETE", "/api/account", Client.json(Map.of("password", "correct horse battery")));
	}

	private void oneAdminIsLeft(List<Answer> answers) {
		assertThat(this.admins.active()).isOne();
		assertThat(answers).extracting(Answer::status)
			.contains(200)
			.allMatch((status) -> List.of(200, 403, 404, 409).contains(status));
		answers.stream().filter((answer) -> answer.status() == 409).forEach(LastAdminTests::isRejected);
	}

	private static void isRejected(Answer answer) {
		answer.isProblem(409, "last_admin");
	}

}
