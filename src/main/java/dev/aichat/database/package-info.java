/** Time limits of database connections, and reconnecting after an outage. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.aichat.database;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;
