/** The chat page, a front end of the API for people. */
@NullMarked
@ApplicationModule(allowedDependencies = "web")
package dev.aichat.chatpage;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;
