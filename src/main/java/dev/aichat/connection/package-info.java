/**
 * Limits of connections: their number, their memory, and the time of requests to arrive.
 */
@NullMarked
@ApplicationModule(allowedDependencies = "web")
package dev.aichat.connection;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;
