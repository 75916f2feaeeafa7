/** Update packages: proven genuine, kept by their hash, fetched, exported. Knows core and io only. */
@NullMarked
package dev.firebreak.app.mirror;

import org.jspecify.annotations.NullMarked;
