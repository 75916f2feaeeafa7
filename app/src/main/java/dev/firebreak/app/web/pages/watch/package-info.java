/** Pages about what was seen on the network: detections, incidents, kill switches, machines nobody reported. */
@NullMarked
package dev.firebreak.app.web.pages.watch;

import org.jspecify.annotations.NullMarked;
