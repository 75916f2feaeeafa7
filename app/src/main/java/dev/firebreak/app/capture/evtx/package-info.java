/** Reads Windows event logs in their binary form (EVTX). */
@NullMarked
package dev.firebreak.app.capture.evtx;

import org.jspecify.annotations.NullMarked;
