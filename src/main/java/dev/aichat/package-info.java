/** The house: one flat package a feature, whose imports only ever run downhill. */
@NullMarked
package dev.aichat;

import org.jspecify.annotations.NullMarked;
