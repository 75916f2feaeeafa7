/** Captures and logs in: files, folders and live streams become events. */
@NullMarked
package dev.firebreak.app.capture;

import org.jspecify.annotations.NullMarked;
