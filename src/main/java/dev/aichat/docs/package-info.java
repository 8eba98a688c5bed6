/** How the API is explained: the pages for people, and the OpenAPI document. */
@NullMarked
@ApplicationModule(allowedDependencies = { "web" })
package dev.aichat.docs;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
