/** Who calls and what they may do: sign-in, sessions, tokens, OpenID Connect, throttling. */
@NullMarked
package dev.firebreak.app.web.auth;

import org.jspecify.annotations.NullMarked;
