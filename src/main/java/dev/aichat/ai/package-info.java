/**
 * The language model, behind LangChain4j's {@code StreamingChatModel}: who is asked, for
 * how long, and how much it may say.
 */
@NullMarked
@ApplicationModule(allowedDependencies = { "web" })
package dev.aichat.ai;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;
