/** Reports for terminals. */
@NullMarked
package dev.firebreak.app.report.text;

import org.jspecify.annotations.NullMarked;
