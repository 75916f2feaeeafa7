/** Inventories as NDJSON, one machine a line. */
@NullMarked
package dev.firebreak.app.collect.format.inventory;

import org.jspecify.annotations.NullMarked;
