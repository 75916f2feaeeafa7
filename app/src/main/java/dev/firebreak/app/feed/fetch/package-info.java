/** Fetches what vendors publish, resumable and bounded. */
@NullMarked
package dev.firebreak.app.feed.fetch;

import org.jspecify.annotations.NullMarked;
