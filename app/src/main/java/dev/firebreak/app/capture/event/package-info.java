/** What every reader of captures and logs shares: formats, where events and problems go, and the texts of problems. */
@NullMarked
package dev.firebreak.app.capture.event;

import org.jspecify.annotations.NullMarked;
