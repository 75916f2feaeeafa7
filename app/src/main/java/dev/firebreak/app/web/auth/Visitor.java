package dev.firebreak.app.web.auth;

import dev.firebreak.core.access.Role;
import dev.firebreak.core.text.Language;
import org.jspecify.annotations.Nullable;

/**
 * Who looks at a page.
 *
 * @param account null for who is not signed in
 * @param csrf what a form must bring along
 */
public record Visitor(@Nullable String account, Role role, Language language, String csrf) {}
