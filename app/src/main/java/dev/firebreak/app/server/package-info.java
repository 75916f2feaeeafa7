/** The running server process: start, scheduled jobs, backup, logs, shutdown. */
@NullMarked
package dev.firebreak.app.server;

import org.jspecify.annotations.NullMarked;
