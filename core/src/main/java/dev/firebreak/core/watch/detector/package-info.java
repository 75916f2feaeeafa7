/** The detectors that ship, each a pure step from state and event to state and detections. */
@NullMarked
package dev.firebreak.core.watch.detector;

import org.jspecify.annotations.NullMarked;
