package dev.firebreak.app.web.http;

import dev.firebreak.core.access.Role;
import dev.firebreak.core.text.Language;
import org.jspecify.annotations.Nullable;

/**
 * Who calls.
 *
 * @param name as the audit names them: {@code account:aiko}, {@code token:5f2c}, {@code anyone}
 * @param role what a person or a key may do; {@code ANYONE} for machines
 * @param site whose token it is, of machines; null for others
 * @param machine whose own token it is; null for others
 * @param language in which sentences are told
 */
public record Caller(
        String name,
        Role role,
        @Nullable String site,
        @Nullable String machine,
        Language language) {}
