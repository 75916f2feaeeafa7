/** The whole catalogue: supersedence, the smallest set of updates, the compiled index. */
@NullMarked
package dev.firebreak.app.catalogue;

import org.jspecify.annotations.NullMarked;
