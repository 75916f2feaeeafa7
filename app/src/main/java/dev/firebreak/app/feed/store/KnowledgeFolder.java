package dev.firebreak.app.feed.store;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where Firebreak keeps what it takes in. */
public final class KnowledgeFolder {

    private KnowledgeFolder() {}

    /** The same on this computer, for this user. */
    public static Path of(@Nullable Path wanted, Map<String, String> environment) {
        return of(wanted, environment, System.getProperty("os.name"), System.getProperty("user.home"));
    }

    /** What {@code --data} says, else {@code FIREBREAK_DATA}, else the place the system has for such things. */
    public static Path of(@Nullable Path wanted, Map<String, String> environment, String system, String home) {
        if (wanted != null) {
            return wanted;
        }
        String told = environment.getOrDefault("FIREBREAK_DATA", "");
        if (!told.isEmpty()) {
            return Path.of(told);
        }
        if (system.toLowerCase(Locale.ROOT).startsWith("windows")) {
            String local = environment.getOrDefault("LOCALAPPDATA", "");
            return local.isEmpty() ? Path.of(home, "AppData", "Local", "Firebreak") : Path.of(local, "Firebreak");
        }
        String xdg = environment.getOrDefault("XDG_DATA_HOME", "");
        return xdg.startsWith("/") ? Path.of(xdg, "firebreak") : Path.of(home, ".local", "share", "firebreak");
    }
}
