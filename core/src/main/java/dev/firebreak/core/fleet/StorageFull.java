package dev.firebreak.core.fleet;

/** Nothing more can be written: the disk is full, or as good as. Nothing of what was asked was kept. */
public final class StorageFull extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StorageFull(Throwable cause) {
        super("no space left to keep anything", cause);
    }
}
