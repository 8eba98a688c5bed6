/**
 * The client for OpenAI's chat protocol, lenient in everything but the end of a reply.
 */
@NullMarked
@ApplicationModule(allowedDependencies = "ai")
package dev.aichat.openai;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;
