/**
 * The HTTP plumbing: problems, request ids, body limits, CORS, paging, idempotency keys.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.aichat.web;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;
