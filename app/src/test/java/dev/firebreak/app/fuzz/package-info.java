/** Fuzzing of everything that reads bytes from strangers: the targets, their inputs that are kept, and Jazzer, which looks for new ones. */
@NullMarked
package dev.firebreak.app.fuzz;

import org.jspecify.annotations.NullMarked;
