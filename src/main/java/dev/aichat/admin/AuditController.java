package dev.aichat.admin;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import dev.aichat.audit.AuditEntry;
import dev.aichat.audit.AuditLog;
import dev.aichat.openapi.Failures;
import dev.aichat.web.Page;

/** Shows operators the whole, and who changed what. */
@RestController
@Tag(name = "Admin")
@Failures("forbidden")
class AuditController {

	private final AuditLog audit;

	private final TotalsService totals;

	AuditController(AuditLog audit, TotalsService totals) {
		this.audit = audit;
		this.totals = totals;
	}

	/**
	 * Lists the changes that were made to users, newest first.
	 * @param actor only changes by this user, by id
	 * @param subject only changes to this user, by id
	 */
	@GetMapping(path = "/api/admin/audit", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "listAudit")
	Page<AuditEntry, Long> audit(@RequestParam(required = false) @Nullable Long actor,
			@RequestParam(required = false) @Nullable Long subject,
			@RequestParam(defaultValue = Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
			@RequestParam(required = false) @Nullable Long before) {
		return this.audit.page(actor, subject, limit, before);
	}

	/** Returns the numbers of users, chats and tokens at one moment. */
	@GetMapping(path = "/api/admin/totals", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "getTotals")
	Totals totals() {
		return this.totals.totals();
	}

}
