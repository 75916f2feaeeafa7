/** Which machines there are and whose they are: summaries, check-in records, status, and the storage they need. */
@NullMarked
package dev.firebreak.core.fleet;

import org.jspecify.annotations.NullMarked;
