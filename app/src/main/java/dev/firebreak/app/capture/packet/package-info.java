/** Files of packets: pcap and pcapng, whole, damaged or live. */
@NullMarked
package dev.firebreak.app.capture.packet;

import org.jspecify.annotations.NullMarked;
