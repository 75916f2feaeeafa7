package dev.firebreak.core.estate;

/** Where everything is kept does not answer: a database that is down, or restarting. What was asked may be asked again. */
public final class StorageAway extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StorageAway(Throwable cause) {
        super("what keeps everything does not answer", cause);
    }
}
