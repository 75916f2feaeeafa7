package dev.firebreak.core.dashboard;

/** The database is damaged: what is read from it may be wrong or missing. Nothing of what was asked was done. */
public final class StorageDamaged extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StorageDamaged(Throwable cause) {
        super("the database is damaged", cause);
    }
}
