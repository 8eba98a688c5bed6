/**
 * The HTTP plumbing: routes, problems, request ids and timing, security headers, CORS,
 * trusted proxies, strict JSON, static assets, pages of lists, idempotency keys and
 * server-sent events.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.aichat.web;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;
