package dev.firebreak.app.store;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Values by name. */
final class StoredSettings {

    private StoredSettings() {}

    static Optional<String> get(Handle handle, String name) {
        return handle.select("SELECT setting FROM setting WHERE name = ?", name)
                .mapTo(String.class)
                .findFirst();
    }

    static int set(Handle handle, String name, String value) {
        return handle.execute(
                "INSERT INTO setting (name, setting) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET setting = excluded.setting",
                name,
                StorableText.kept(value));
    }
}
