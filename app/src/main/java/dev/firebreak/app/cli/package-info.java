/** The command line: commands, exit codes, progress, language. */
@NullMarked
package dev.firebreak.app.cli;

import org.jspecify.annotations.NullMarked;
