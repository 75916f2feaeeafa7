/** What we touch: rooms in a ring around the core, wired in one place, {@link dev.firebreak.app.Main}. */
@NullMarked
package dev.firebreak.app;

import org.jspecify.annotations.NullMarked;
