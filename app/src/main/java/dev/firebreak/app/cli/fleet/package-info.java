/** Lists of machines that there should be, and of addresses that were seen, for commands. */
@NullMarked
package dev.firebreak.app.cli.fleet;

import org.jspecify.annotations.NullMarked;
