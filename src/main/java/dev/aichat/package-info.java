/** The service: one flat package per feature, whose imports only run downhill. */
@NullMarked
package dev.aichat;

import org.jspecify.annotations.NullMarked;
