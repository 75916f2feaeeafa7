package dev.firebreak.app.feed.store;

import java.nio.file.Path;

/**
 * Imported knowledge cannot be read back. Going on without it would leave holes unnamed, so nothing is answered until the
 * import is undone and repeated.
 */
public final class DamagedKnowledge extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String folder;

    DamagedKnowledge(Path folder, Throwable cause) {
        super(folder + ": " + cause.getMessage(), cause);
        this.folder = folder.toString();
    }

    /** The import's folder. */
    public String folder() {
        return folder;
    }
}
