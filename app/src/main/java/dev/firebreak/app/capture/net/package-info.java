/** From packets to what travels in them: links, IP with fragments, UDP datagrams and reassembled TCP streams, all in bounded memory. */
@NullMarked
package dev.firebreak.app.capture.net;

import org.jspecify.annotations.NullMarked;
