package dev.aichat.reconciliation;

import java.time.Duration;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The pace of the reconciliation.
 *
 * @param rows ledger entries checked each second, rounded up to whole users
 * @param rest the pause after a full pass, at the start, and after a failure of the
 * database; longer than sweepers need for what a dead process left over
 */
@ConfigurationProperties("aichat.reconciliation")
@Validated
record ReconciliationSettings(@Min(1) @Max(1_000_000) @DefaultValue("1000") int rows,
		@NotNull @DurationMin(seconds = 1) @DefaultValue("1m") Duration rest) {
}
