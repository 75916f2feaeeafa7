/** Assessments, guides and support dates, told to people and machines. */
@NullMarked
package dev.firebreak.app.report;

import org.jspecify.annotations.NullMarked;
