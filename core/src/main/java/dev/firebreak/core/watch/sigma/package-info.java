/**
 * Sigma rules (Sigma specification 2.0, without correlation) as values that decide about one log record, and which log sources of
 * Windows they speak of. Rules are read by {@code app.capture.sigma}.
 */
@NullMarked
package dev.firebreak.core.watch.sigma;

import org.jspecify.annotations.NullMarked;
