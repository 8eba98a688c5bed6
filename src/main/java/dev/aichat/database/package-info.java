/** Time limits of database connections. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.aichat.database;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;
