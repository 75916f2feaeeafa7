/** All machines together: who reported when, how they stand now and stood then, who tends them. What is kept of it is asked of ports. */
@NullMarked
package dev.firebreak.core.estate;

import org.jspecify.annotations.NullMarked;
