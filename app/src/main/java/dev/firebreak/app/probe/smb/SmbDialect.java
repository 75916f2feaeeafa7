package dev.firebreak.app.probe.smb;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Dialects of SMB2 and SMB3, the oldest first (MS-SMB2 2.2.3). */
public enum SmbDialect {
    V2_0_2(0x0202, "2.0.2"),
    V2_1(0x0210, "2.1"),
    V3_0(0x0300, "3.0"),
    V3_0_2(0x0302, "3.0.2"),
    V3_1_1(0x0311, "3.1.1");

    private final int revision;
    private final String label;

    SmbDialect(int revision, String label) {
        this.revision = revision;
        this.label = label;
    }

    int revision() {
        return revision;
    }

    /** {@code 3.0.2}. */
    public String label() {
        return label;
    }

    static @Nullable SmbDialect of(int revision) {
        for (SmbDialect dialect : values()) {
            if (dialect.revision == revision) {
                return dialect;
            }
        }
        return null;
    }

    /** Those that are older. */
    List<SmbDialect> older() {
        return List.of(values()).subList(0, ordinal());
    }
}
