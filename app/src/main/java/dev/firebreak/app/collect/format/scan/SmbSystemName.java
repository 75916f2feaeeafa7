package dev.firebreak.app.collect.format.scan;

import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.inventory.Evidence.OsObserved;
import dev.firebreak.core.inventory.Source;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an SMB1 server calls its system: {@code Windows 7 Professional 7601 Service Pack 1} of {@code Windows 7 Professional 6.1}. */
final class SmbSystemName {

    /** {@code Windows 7 Professional 7601 Service Pack 1 (Windows 7 Professional 6.1)}; a year is no build, and (R) no end. */
    private static final Pattern OS = Pattern.compile(
            "(?<name>Windows.*?)(?:\\s+(?<build>(?!20[0-2]\\d\\b)\\d{4,5}))?(?:\\s+Service Pack (?<pack>\\d))?\\s*(?:\\((?!R\\)).*)?");

    /** The pattern looks at every blank of a name; no name of a system is longer. */
    private static final int MAX_LENGTH = 200;

    private static final int FIRST_BUILD_OF_10 = 10240;
    private static final Pattern NT = Pattern.compile("(\\d{1,2}\\.\\d)\\s*\\)?\\s*$");

    private SmbSystemName() {}

    /**
     * The system; null where the texts do not tell it.
     *
     * @param os the native OS; null where unknown
     * @param manager the native LAN manager, which ends in the version; empty where unknown
     */
    static @Nullable OsObserved read(@Nullable String os, String manager, Source at) {
        Matcher match = os == null || os.length() > MAX_LENGTH || manager.length() > MAX_LENGTH ? null : OS.matcher(os);
        if (match == null || !match.matches()) {
            return null;
        }
        Matcher nt = NT.matcher(manager);
        String build = match.group("build");
        String version = build != null && nt.find() ? nt(nt.group(1), build) : known(match.group("name"));
        return version == null
                ? null
                : new OsObserved(
                        match.group("name"),
                        Build.of(version),
                        match.group("pack") == null ? null : Integer.valueOf(match.group("pack")),
                        null,
                        null,
                        at);
    }

    /** Windows 10 and its servers call themselves 6.3 on the network; their builds begin at 10240. */
    private static String nt(String told, String build) {
        return (told.equals("6.3") && Integer.parseInt(build) >= FIRST_BUILD_OF_10 ? "10.0" : told) + "." + build;
    }

    /** XP and 2003 tell the network their name and no build: there is one build of each. */
    private static @Nullable String known(String name) {
        return name.startsWith("Windows XP") ? "5.1.2600" : name.startsWith("Windows Server 2003") ? "5.2.3790" : null;
    }
}
