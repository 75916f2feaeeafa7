/** Reads Sigma rules; what they mean is in {@code core.watch.sigma}. */
@NullMarked
package dev.firebreak.app.capture.sigma;

import org.jspecify.annotations.NullMarked;
