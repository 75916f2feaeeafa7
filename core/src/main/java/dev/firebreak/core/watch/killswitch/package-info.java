/** Whether the kill switch of a worm works where a machine stands: what a probe observed, and what it means. */
@NullMarked
package dev.firebreak.core.watch.killswitch;

import org.jspecify.annotations.NullMarked;
