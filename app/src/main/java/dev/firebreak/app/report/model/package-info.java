/** What all reports share: wording, tallies, ordering, and the interface of a report. */
@NullMarked
package dev.firebreak.app.report.model;

import org.jspecify.annotations.NullMarked;
