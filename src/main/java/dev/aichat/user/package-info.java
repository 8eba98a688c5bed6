/** Users: their names, roles and password hashes. */
@NullMarked
@ApplicationModule(allowedDependencies = { "web" })
package dev.aichat.user;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;
