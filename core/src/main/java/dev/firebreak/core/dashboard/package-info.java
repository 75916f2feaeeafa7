/** Everything about the fleet joined for people: boards, changes, forecast and the status report. */
@NullMarked
package dev.firebreak.core.dashboard;

import org.jspecify.annotations.NullMarked;
