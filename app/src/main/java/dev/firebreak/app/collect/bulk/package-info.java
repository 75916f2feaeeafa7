/** The fast path for inventories of a million machines: reads NDJSON in place and reuses results of machines in the same state. */
@NullMarked
package dev.firebreak.app.collect.bulk;

import org.jspecify.annotations.NullMarked;
