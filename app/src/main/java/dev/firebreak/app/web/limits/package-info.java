/** Limits on what clients may hold: connections, bytes, time. */
@NullMarked
package dev.firebreak.app.web.limits;

import org.jspecify.annotations.NullMarked;
