package dev.firebreak.app.capture.event;

import java.io.IOException;
import java.io.InputStream;

/**
 * A format of captures or logs: says whether a file is of it and turns the file into events. One object reads any number of files, also at
 * the same time. No input may make it throw, loop or keep more than a bounded amount of memory.
 */
public interface EventFormat {

    /** Bytes of a file that {@link #fits} sees at most. */
    int HEAD_BYTES = 1 << 16;

    /** Its id in messages and documents: {@code pcap}, {@code zeek}, {@code evtx} .. */
    String id();

    /**
     * True only if the content is surely of this format. Decides by the content, never by the name.
     *
     * @param head the first {@link #HEAD_BYTES} of the file, fewer where it is shorter or a live stream has not sent more yet
     */
    boolean fits(byte[] head);

    /**
     * Hands over each event of a file, the good ones of a damaged file too.
     *
     * @param in from the first byte; may be a live stream that never ends
     * @param origin name of the file, the {@code origin} of its events and the source of its problems
     * @throws IOException only if reading {@code in} itself fails
     */
    void read(InputStream in, String origin, EventSink sink) throws IOException;
}
