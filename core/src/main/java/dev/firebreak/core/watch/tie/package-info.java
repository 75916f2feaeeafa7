/** Which machines of the fleet the hosts in detections are, by what that is known, and how certain it is. */
@NullMarked
package dev.firebreak.core.watch.tie;

import org.jspecify.annotations.NullMarked;
