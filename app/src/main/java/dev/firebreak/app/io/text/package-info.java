/** Bytes to text: encodings told by content. */
@NullMarked
package dev.firebreak.app.io.text;

import org.jspecify.annotations.NullMarked;
