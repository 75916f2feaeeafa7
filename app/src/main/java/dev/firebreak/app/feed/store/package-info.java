/** Imported documents on disk, and the catalogue compiled from them. */
@NullMarked
package dev.firebreak.app.feed.store;

import org.jspecify.annotations.NullMarked;
