package dev.firebreak.app.capture.net;

/** Reads the two byte streams of one TCP connection. No input makes it throw; what it holds is bounded. */
public interface StreamHandler {

    /** The next bytes of a direction. They are overwritten after the call. */
    void data(boolean fromClient, long nanos, byte[] bytes, int from, int length);

    /**
     * Bytes of a direction are missing.
     *
     * @param bytes how many; -1 where nobody can tell
     */
    void gap(boolean fromClient, long bytes);

    /** Bytes held at the moment. */
    int held();

    /** Gives up what is held; as after a gap of unknown size in both directions. */
    void release();
}
