package dev.firebreak.app.sinkhole;

import java.nio.ByteBuffer;

/** What happens on one TCP connection. All calls come from one thread. */
interface Conversation {

    /** Takes what was received; what it leaves in the buffer is kept and comes again with more behind it. */
    void received(ByteBuffer bytes, Line line);

    /** Nothing more comes, because the other end is done or took too long. */
    void ended(ByteBuffer rest, Line line);

    /** The connection's way back. */
    interface Line {

        /** Says that an answer is being made: until it is sent, the connection waits for us. Only from the thread of the conversation. */
        void expect();

        /** Sends an answer that was expected; any thread may call. The last one ends the connection. */
        void send(byte[] answer, boolean last);
    }
}
