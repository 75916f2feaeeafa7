package dev.firebreak.core.inventory;

import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The version of .NET Framework 4.5 and later by the value {@code Release} of the registry key
 * {@code HKLM\\SOFTWARE\\Microsoft\\NET Framework Setup\\NDP\\v4\\Full}. The same version has other values on other Windows; the
 * vendor gives the least value of each ("Determine which .NET Framework versions are installed", learn.microsoft.com).
 */
public final class DotNetRelease {

    private static final NavigableMap<Integer, String> LEAST = new TreeMap<>();

    static {
        LEAST.put(378_389, "4.5");
        LEAST.put(378_675, "4.5.1");
        LEAST.put(379_893, "4.5.2");
        LEAST.put(393_295, "4.6");
        LEAST.put(394_254, "4.6.1");
        LEAST.put(394_802, "4.6.2");
        LEAST.put(460_798, "4.7");
        LEAST.put(461_308, "4.7.1");
        LEAST.put(461_808, "4.7.2");
        LEAST.put(528_040, "4.8");
        LEAST.put(533_320, "4.8.1");
    }

    private DotNetRelease() {}

    /** The version that this value stands for; nothing where it is older than 4.5. */
    public static Optional<String> version(int release) {
        return Optional.ofNullable(LEAST.floorEntry(release)).map(java.util.Map.Entry::getValue);
    }
}
