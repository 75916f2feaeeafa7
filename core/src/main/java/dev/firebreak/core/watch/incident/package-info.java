/** Detections put together: who infected whom, who was hit, what to isolate first, and how to contain it. */
@NullMarked
package dev.firebreak.core.watch.incident;

import org.jspecify.annotations.NullMarked;
