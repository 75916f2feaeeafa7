/** Reads mail for what can be compared with indicators. Attachments are hashed and never opened, links never followed. */
@NullMarked
package dev.firebreak.app.capture.mail;

import org.jspecify.annotations.NullMarked;
