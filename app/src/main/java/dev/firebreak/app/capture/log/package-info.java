/** Reads logs of other programs as events: Zeek, Suricata, name servers, Squid, Samba and Windows. */
@NullMarked
package dev.firebreak.app.capture.log;

import org.jspecify.annotations.NullMarked;
