/** Notices out: mail and webhooks, with an outbox that survives restarts. */
@NullMarked
package dev.firebreak.app.notify;

import org.jspecify.annotations.NullMarked;
