/**
 * What happens on the network and on file servers: events as flat values, detectors as pure steps from event to detection, indicators,
 * and incidents put together from detections. No clock, no thread, no I/O: the same detectors run on the command line, in the server
 * and in a stream processor.
 */
@NullMarked
package dev.firebreak.core.watch;

import org.jspecify.annotations.NullMarked;
