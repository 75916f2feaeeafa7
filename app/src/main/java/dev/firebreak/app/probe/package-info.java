/** Questions to the network, asked of targets that a person names. */
@NullMarked
package dev.firebreak.app.probe;

import org.jspecify.annotations.NullMarked;
