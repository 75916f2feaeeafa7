package dev.firebreak.app.io.tuf;

import java.util.Locale;
import java.util.Optional;

/** The four top-level roles of TUF 1.0; delegated roles are not used. */
public enum TufRole {
    /** Which keys speak for each role. */
    ROOT,
    /** Which files there are, with length and hash. */
    TARGETS,
    /** Which version of the targets belongs to this state. */
    SNAPSHOT,
    /** Which snapshot is the newest; lives shortest. */
    TIMESTAMP;

    /** Name in metadata: {@code root}, {@code targets}, {@code snapshot}, {@code timestamp}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of that name. */
    public static Optional<TufRole> ofId(String id) {
        for (TufRole role : values()) {
            if (role.id().equals(id)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
