/** Cabinet files (.cab): stored, MSZIP and LZX. */
@NullMarked
package dev.firebreak.app.io.cab;

import org.jspecify.annotations.NullMarked;
