/** {@code mirror} and {@code trust}: packages, and who vouches for what. */
@NullMarked
package dev.firebreak.app.cli.mirror;

import org.jspecify.annotations.NullMarked;
