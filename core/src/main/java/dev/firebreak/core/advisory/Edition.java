package dev.firebreak.core.advisory;

import java.util.Optional;

/** Groups of editions whose support ends on different days. */
public enum Edition {
    ANY("any"),
    HOME("home"),
    ENTERPRISE("enterprise"),
    LTS("lts"),
    IOT_LTS("iotLts"),
    IOT("iot");

    private final String id;

    Edition(String id) {
        this.id = id;
    }

    /** The edition of that name in our own data. */
    public static Optional<Edition> ofId(String id) {
        for (Edition edition : values()) {
            if (edition.id.equals(id)) {
                return Optional.of(edition);
            }
        }
        return Optional.empty();
    }
}
