/** Output of network scanners. */
@NullMarked
package dev.firebreak.app.collect.format.scan;

import org.jspecify.annotations.NullMarked;
