/** Machines in: finds files, recognises their format, and merges what they say about each machine. */
@NullMarked
package dev.firebreak.app.collect;

import org.jspecify.annotations.NullMarked;
