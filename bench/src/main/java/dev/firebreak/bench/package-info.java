/** Fleets to measure with, and the yardsticks of the races. */
@NullMarked
package dev.firebreak.bench;

import org.jspecify.annotations.NullMarked;
