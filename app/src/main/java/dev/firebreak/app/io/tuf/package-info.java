/** Signed metadata in the file formats of The Update Framework (TUF) 1.0: written, verified, and the keys for both. */
@NullMarked
package dev.firebreak.app.io.tuf;

import org.jspecify.annotations.NullMarked;
