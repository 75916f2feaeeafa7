/** People at a terminal: commands, exit codes, progress. Sentences live in messages_en and messages_ja, never in code. */
@NullMarked
package dev.firebreak.app.cli;

import org.jspecify.annotations.NullMarked;
