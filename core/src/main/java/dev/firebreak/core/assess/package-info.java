/** What the evidence means: verdicts with their reasons, and what to do next. */
@NullMarked
package dev.firebreak.core.assess;

import org.jspecify.annotations.NullMarked;
