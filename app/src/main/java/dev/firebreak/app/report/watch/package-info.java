/** Detections, events and incidents out: lines of JSON and tables. */
@NullMarked
package dev.firebreak.app.report.watch;

import org.jspecify.annotations.NullMarked;
