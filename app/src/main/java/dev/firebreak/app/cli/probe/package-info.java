/** {@code firebreak probe}: asks the network about machines. */
@NullMarked
package dev.firebreak.app.cli.probe;

import org.jspecify.annotations.NullMarked;
