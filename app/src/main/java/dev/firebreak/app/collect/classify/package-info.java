/** Which kind of file a file is, and which format reads it. */
@NullMarked
package dev.firebreak.app.collect.classify;

import org.jspecify.annotations.NullMarked;
