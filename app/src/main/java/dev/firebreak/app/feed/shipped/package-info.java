/** Reads the knowledge that ships in the jar. */
@NullMarked
package dev.firebreak.app.feed.shipped;

import org.jspecify.annotations.NullMarked;
