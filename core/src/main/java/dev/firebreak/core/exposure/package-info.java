/** One machine against the whole catalogue: its patch state, the status of every vulnerability, the smallest set of updates. */
@NullMarked
package dev.firebreak.core.exposure;

import org.jspecify.annotations.NullMarked;
