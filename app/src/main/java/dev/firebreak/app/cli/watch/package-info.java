/** {@code watch}: detections, incidents and containment from captures and logs. */
@NullMarked
package dev.firebreak.app.cli.watch;

import org.jspecify.annotations.NullMarked;
