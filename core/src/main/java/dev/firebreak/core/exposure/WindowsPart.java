package dev.firebreak.core.exposure;

import java.util.Locale;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of Windows that has updates of its own, read from a name that feeds or inventories give it.
 *
 * @param name in lower case, where the family does not tell which part it is; else empty
 * @param versions those it is told of; none where the name has no version
 */
record WindowsPart(Family family, String name, NavigableSet<Integer> versions) {

    /** Parts of which the rules know what ships with which Windows. */
    enum Family {
        /** 4.x versions replace one another in place: a machine has one of them. */
        DOT_NET_4(true, false),
        /** The runtime of 2.0, with 3.0 and 3.5 on top. */
        DOT_NET_2(false, false),
        DOT_NET_1(false, false),
        /** A newer one replaces the older. */
        INTERNET_EXPLORER(true, true),
        /** JScript, VBScript and the script host, as old as the Internet Explorer that Windows came with. */
        SCRIPT_ENGINES(false, true),
        XML_CORE_SERVICES(false, true),
        FLASH_PLAYER(false, false),
        MEDIA_PLAYER(false, true),
        JOURNAL(false, true),
        OUTLOOK_EXPRESS(false, true),
        MAIL(false, true),
        DIRECTX(false, true),
        INTERNET_INFORMATION_SERVICES(false, true),
        OTHER(false, false);

        private final boolean oneVersion;
        private final boolean servedByRollups;

        Family(boolean oneVersion, boolean servedByRollups) {
            this.oneVersion = oneVersion;
            this.servedByRollups = servedByRollups;
        }

        /** Whether monthly rollups of Windows bring what its own updates brought before there were rollups. */
        boolean isServedByRollups() {
            return servedByRollups;
        }

        /** Whether a machine has one version of it at a time. */
        boolean isOneVersion() {
            return oneVersion;
        }
    }

    private static final Pattern VERSION = Pattern.compile("\\d+(\\.\\d+){0,2}");

    static WindowsPart of(String name) {
        String plain = name.toLowerCase(Locale.ROOT);
        TreeSet<Integer> versions = new TreeSet<>();
        Matcher numbers = VERSION.matcher(plain.replaceAll("service pack \\d+", ""));
        while (numbers.find()) {
            versions.add(version(numbers.group()));
        }
        if (plain.contains(".net framework")) {
            NavigableSet<Integer> four = versions.tailSet(version("4"), true);
            if (!four.isEmpty()) {
                // "3.5 AND 4.8.1": one update for both; which 4.x is there decides which update it is.
                return new WindowsPart(Family.DOT_NET_4, "", new TreeSet<>(four));
            }
            return new WindowsPart(
                    !versions.isEmpty() && versions.last() < version("2") ? Family.DOT_NET_1 : Family.DOT_NET_2,
                    "",
                    versions);
        }
        Family family = family(plain);
        return new WindowsPart(family, family == Family.OTHER ? plain : "", versions);
    }

    private static Family family(String plain) {
        if (plain.contains("internet explorer")) {
            return Family.INTERNET_EXPLORER;
        } else if (plain.matches("(microsoft |windows )*(j|vb)?script.*")) {
            return Family.SCRIPT_ENGINES;
        } else if (plain.contains("xml core services")) {
            return Family.XML_CORE_SERVICES;
        } else if (plain.contains("flash player")) {
            return Family.FLASH_PLAYER;
        } else if (plain.contains("media player")) {
            return Family.MEDIA_PLAYER;
        } else if (plain.contains("journal")) {
            return Family.JOURNAL;
        } else if (plain.contains("outlook express")) {
            return Family.OUTLOOK_EXPRESS;
        } else if (plain.equals("windows mail")) {
            return Family.MAIL;
        } else if (plain.contains("directx")) {
            return Family.DIRECTX;
        } else if (plain.contains("internet information services")) {
            return Family.INTERNET_INFORMATION_SERVICES;
        }
        return Family.OTHER;
    }

    /** "4.6.2" as 40602: versions in the order of their numbers. What follows the third number does not count. */
    static int version(String text) {
        int[] numbers = new int[3];
        String[] parts = text.split("\\.");
        for (int i = 0; i < Math.min(3, parts.length); i++) {
            numbers[i] = Math.min(99, Integer.parseInt(parts[i]));
        }
        return numbers[0] * 10_000 + numbers[1] * 100 + numbers[2];
    }

    /** Whether a machine with this part has the other or a newer version of it: the same part, or one version of a family after another. */
    boolean isNoOlder(WindowsPart other) {
        return equals(other)
                || (family == other.family
                        && family.isOneVersion()
                        && !versions.isEmpty()
                        && !other.versions.isEmpty()
                        && versions.last() >= other.versions.last()
                        && versions.first() >= other.versions.first());
    }
}
