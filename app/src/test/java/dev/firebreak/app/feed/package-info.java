/** What ships and what is imported, read and kept. */
@NullMarked
package dev.firebreak.app.feed;

import org.jspecify.annotations.NullMarked;
