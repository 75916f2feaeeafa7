/** The {@code killswitch} commands. */
@NullMarked
package dev.firebreak.app.cli.killswitch;

import org.jspecify.annotations.NullMarked;
