package dev.firebreak.core.advisory;

import java.util.Locale;
import java.util.Optional;

/** Processor architecture a Windows is built for; packages differ by it. */
public enum Architecture {
    X86("x86", "32-bit"),
    X64("x64", "x64-based"),
    IA64("ia64", "Itanium-Based"),
    ARM("arm", "ARM-based"),
    ARM64("arm64", "ARM64-based");

    private final String id;
    private final String inNames;

    Architecture(String id, String inNames) {
        this.id = id;
        this.inNames = inNames;
    }

    /** Name in our own formats: {@code x86}, {@code x64}, {@code ia64}, {@code arm}, {@code arm64}. */
    public String id() {
        return id;
    }

    /** How Microsoft's product names spell it: "Windows 7 for <b>x64-based</b> Systems". */
    public String inNames() {
        return inNames;
    }

    /** The architecture of that {@link #id}, in any case. */
    public static Optional<Architecture> ofId(String id) {
        String wanted = id.toLowerCase(Locale.ROOT);
        for (Architecture a : values()) {
            if (a.id.equals(wanted)) {
                return Optional.of(a);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return id;
    }
}
