package dev.firebreak.app.collect.format;

import java.util.List;

/** The ways of writing machines down that are read whole, the most particular first. */
public final class Formats {

    /** One of them, with the name under which what it read is kept; a name in use is never given to another. */
    public record Kind(String id, Format format) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("collect", new CollectScriptFormat()),
            new Kind("nmap", new NmapFormat()),
            new Kind("clixml", new CliXmlFormat()),
            new Kind("osquery", new OsqueryFormat()),
            new Kind("computerinfo", new PowerShellJsonFormat()),
            // The same answer as a table: the newer of the two counts.
            new Kind("systeminfo", new SysteminfoCsvFormat()),
            new Kind("hotfixes", new HotfixTableFormat()),
            new Kind("systeminfo", new SysteminfoFormat()));

    private Formats() {}

    public static List<Format> all() {
        return KINDS.stream().map(Kind::format).toList();
    }

    public static List<Kind> kinds() {
        return KINDS;
    }
}
