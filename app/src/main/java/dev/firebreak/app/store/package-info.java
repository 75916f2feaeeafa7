/** The room that keeps: everything the control room must not forget, in SQLite or PostgreSQL. */
@NullMarked
package dev.firebreak.app.store;

import org.jspecify.annotations.NullMarked;
