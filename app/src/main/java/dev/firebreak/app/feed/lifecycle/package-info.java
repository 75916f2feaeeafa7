/** Readers of support dates. */
@NullMarked
package dev.firebreak.app.feed.lifecycle;

import org.jspecify.annotations.NullMarked;
