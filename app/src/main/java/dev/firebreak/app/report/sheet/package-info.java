/** Reports as CSV and Excel workbooks. */
@NullMarked
package dev.firebreak.app.report.sheet;

import org.jspecify.annotations.NullMarked;
