package dev.firebreak.core.dashboard;

/** The database is damaged: what is read from it may be wrong or missing. Nothing of what was asked was done. */
public final class DamagedStorage extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DamagedStorage(Throwable cause) {
        super("the database is damaged", cause);
    }
}
