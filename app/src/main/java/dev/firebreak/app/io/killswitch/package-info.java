/** Probes of the kill switch as lines of JSON: what {@code killswitch check} writes, scripts without Java write, and the server takes. */
@NullMarked
package dev.firebreak.app.io.killswitch;

import org.jspecify.annotations.NullMarked;
