/** Traces of an attack: indicators, what was observed, and what it means. */
@NullMarked
package dev.firebreak.core.watch;

import org.jspecify.annotations.NullMarked;
