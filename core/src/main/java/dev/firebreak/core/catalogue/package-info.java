/** Everything imported feeds say, as one catalogue: which update contains which, what each fixes on which product, and look-ups. */
@NullMarked
package dev.firebreak.core.catalogue;

import org.jspecify.annotations.NullMarked;
