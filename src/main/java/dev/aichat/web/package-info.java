/**
 * How HTTP is spoken here: problems, trailing slashes, request ids, body limits,
 * documentation.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.aichat.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
