package dev.firebreak.app.collect.format.value;

import dev.firebreak.core.advisory.Architecture;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Words for architectures in all kinds of outputs. */
public final class ArchitectureNames {

    private ArchitectureNames() {}

    /** {@code 64-bit}, {@code 64 ビット}, {@code x86_64}, {@code ARM 64-bit}; null where the word is none we know. */
    public static @Nullable Architecture of(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        if (word.contains("arm") || word.contains("aarch")) {
            return word.contains("64") ? Architecture.ARM64 : null;
        }
        if (word.contains("itanium") || word.contains("ia64") || word.contains("ia-64")) {
            return Architecture.IA64;
        }
        if (word.contains("64") || word.equals("em64t")) {
            return Architecture.X64;
        }
        return word.contains("32") || word.contains("86") ? Architecture.X86 : null;
    }
}
