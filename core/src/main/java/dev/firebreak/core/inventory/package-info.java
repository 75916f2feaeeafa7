/** What machines report about themselves: evidence with its source, snapshots, names, and problems in the input. */
@NullMarked
package dev.firebreak.core.inventory;

import org.jspecify.annotations.NullMarked;
