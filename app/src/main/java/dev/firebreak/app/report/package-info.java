/** Results out: chooses the report for a format. */
@NullMarked
package dev.firebreak.app.report;

import org.jspecify.annotations.NullMarked;
