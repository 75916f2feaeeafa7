package dev.firebreak.core.fleet;

/** Where everything is kept does not answer: a database that is down, or restarting. What was asked may be asked again. */
public final class StorageUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StorageUnavailable(Throwable cause) {
        super("what keeps everything does not answer", cause);
    }
}
