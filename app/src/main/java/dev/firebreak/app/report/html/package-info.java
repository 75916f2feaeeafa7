/** The report as one HTML page. */
@NullMarked
package dev.firebreak.app.report.html;

import org.jspecify.annotations.NullMarked;
