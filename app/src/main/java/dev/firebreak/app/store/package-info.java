/** The server's data in SQLite or PostgreSQL. */
@NullMarked
package dev.firebreak.app.store;

import org.jspecify.annotations.NullMarked;
