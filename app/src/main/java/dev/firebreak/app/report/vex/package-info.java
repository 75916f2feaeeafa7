/** The report as a CSAF 2.0 VEX document. */
@NullMarked
package dev.firebreak.app.report.vex;

import org.jspecify.annotations.NullMarked;
