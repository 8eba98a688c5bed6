package dev.aichat.user;

import org.jspecify.annotations.Nullable;

/**
 * Which accounts are asked for. What is null leaves out none.
 *
 * @param search what the name contains, in any case and Unicode form
 * @param role what the user may do
 * @param enabled whether the user may log in
 */
public record UserFilter(@Nullable String search, @Nullable Role role, @Nullable Boolean enabled) {
}
