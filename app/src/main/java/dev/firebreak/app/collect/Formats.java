package dev.firebreak.app.collect;

import java.util.List;

/** The ways of writing machines down that are read whole, the most particular first. */
final class Formats {

    private Formats() {}

    static List<Format> all() {
        return List.of(
                new CollectScriptFormat(),
                new NmapFormat(),
                new CliXmlFormat(),
                new OsqueryFormat(),
                new PowerShellJsonFormat(),
                new SysteminfoTableFormat(),
                new HotfixTableFormat(),
                new SysteminfoFormat());
    }
}
