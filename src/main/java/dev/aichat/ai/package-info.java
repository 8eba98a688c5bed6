/**
 * The port to a language model and its limits, the offline models, and the adapter for a
 * LangChain4j {@code StreamingChatModel} bean.
 */
@NullMarked
@ApplicationModule(allowedDependencies = { "web" })
package dev.aichat.ai;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;
