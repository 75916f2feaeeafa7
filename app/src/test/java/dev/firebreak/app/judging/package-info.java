/** The shipped knowledge and the judge together: what every administrator relies on. */
@NullMarked
package dev.firebreak.app.judging;

import org.jspecify.annotations.NullMarked;
