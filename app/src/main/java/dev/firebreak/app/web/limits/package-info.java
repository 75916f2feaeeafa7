/** The limits of the server: their numbers in one place. */
@NullMarked
package dev.firebreak.app.web.limits;

import org.jspecify.annotations.NullMarked;
