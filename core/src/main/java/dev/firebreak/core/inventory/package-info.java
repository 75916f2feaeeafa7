/** What each machine told us, and what it could not tell. */
@NullMarked
package dev.firebreak.core.inventory;

import org.jspecify.annotations.NullMarked;
