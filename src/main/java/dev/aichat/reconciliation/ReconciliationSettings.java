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
 * How fast the books are reconciled.
 *
 * @param rows how many rows are checked in a second, at the most
 * @param rest how long to wait after a full pass, at the start, and when the database
 * failed; by then, sweepers have finished what was left over
 */
@ConfigurationProperties("aichat.reconciliation")
@Validated
record ReconciliationSettings(@Min(1) @Max(1_000_000) @DefaultValue("1000") int rows,
		@NotNull @DurationMin(seconds = 1) @DefaultValue("1m") Duration rest) {
}
