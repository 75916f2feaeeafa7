/** Reports as JSON and NDJSON. */
@NullMarked
package dev.firebreak.app.report.json;

import org.jspecify.annotations.NullMarked;
