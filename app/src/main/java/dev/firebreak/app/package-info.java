/** Starts the product: wiring of all parts, and the training runs for the start-up caches. */
@NullMarked
package dev.firebreak.app;

import org.jspecify.annotations.NullMarked;
