/** Who the users are: their names, roles and password hashes. */
@NullMarked
@ApplicationModule(allowedDependencies = { "web" })
package dev.aichat.account;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
