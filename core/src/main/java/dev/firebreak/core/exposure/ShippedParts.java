package dev.firebreak.core.exposure;

import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.Platform;
import dev.firebreak.core.advisory.Product;
import dev.firebreak.core.exposure.WindowsPart.Family;
import java.time.LocalDate;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which parts with updates of their own ship with which Windows, and which updates bring a newer version or take one away.
 * Sources: ".NET Framework versions and dependencies", ".NET Framework redistributable" (installed updates by Windows),
 * "Internet Explorer 11 - Microsoft Lifecycle" and "Adobe Flash end of support on December 31, 2020", all learn.microsoft.com
 * or blogs.windows.com. What is not here ships nowhere: a machine may carry it, and nothing says that it does.
 */
final class ShippedParts {

    /** The update that removes Flash Player. */
    static final int FLASH_REMOVAL = 4_577_586;

    /** From this Patch Tuesday on, cumulative updates and monthly rollups remove Flash Player as well. */
    static final LocalDate FLASH_REMOVED_BY_ROLLUPS = LocalDate.of(2021, 7, 13);

    /** Flash Player's last day: after it no update for it came out any more. */
    private static final LocalDate FLASH_UNTIL = LocalDate.of(2020, 12, 31);

    /** Windows 10 20H2; 21H1 and later came without Flash Player. */
    private static final int LAST_WITH_FLASH = 19_042;

    /** Windows 10 1607 came without Journal. */
    private static final int FIRST_WITHOUT_JOURNAL = 14_393;

    /** .NET Framework 4.x by build of Windows 10, 11 and Server 2016 and later: the entry at or below counts. */
    private static final NavigableMap<Integer, String> DOT_NET_4_OF_TEN = new TreeMap<>(Map.ofEntries(
            Map.entry(10_240, "4.6"), // 1507
            Map.entry(10_586, "4.6.1"), // 1511
            Map.entry(14_393, "4.6.2"), // 1607, Server 2016
            Map.entry(15_063, "4.7"), // 1703
            Map.entry(16_299, "4.7.1"), // 1709
            Map.entry(17_134, "4.7.2"), // 1803
            Map.entry(17_763, "4.7.2"), // 1809, Server 2019
            Map.entry(18_362, "4.8"), // 1903 to 22H2
            Map.entry(20_348, "4.8"), // Server 2022
            Map.entry(22_000, "4.8"), // 11 21H2
            Map.entry(22_621, "4.8.1"))); // 11 22H2 and later, Server 2025

    /** Before Windows 10, by kernel: Windows 8 and Server 2012, 8.1 and Server 2012 R2. Older ones ship no 4.x. */
    private static final Map<String, String> DOT_NET_4_BEFORE = Map.of("6.2", "4.5", "6.3", "4.5.1");

    private static final Map<String, String> INTERNET_EXPLORER =
            Map.of("5.1", "6", "5.2", "6", "6.0", "7", "6.1", "8", "6.2", "10", "6.3", "11", "10.0", "11");

    /** An update that is listed where a newer version was installed. */
    record Installer(Family family, int version) {}

    /**
     * From Windows 8 on .NET Framework 4.x, and from Vista on Internet Explorer, come as packages of Windows and stand in the
     * list of updates. That one is not listed proves nothing: a row that was lost must not make a machine greener.
     */
    private static final Map<Integer, Installer> INSTALLERS = new TreeMap<>();

    static {
        installers(Family.DOT_NET_4, "4.5.1", 2_881_468);
        installers(Family.DOT_NET_4, "4.5.2", 2_901_982, 2_934_520);
        installers(Family.DOT_NET_4, "4.6", 3_045_562, 3_045_563);
        installers(Family.DOT_NET_4, "4.6.1", 3_102_439, 3_102_467, 3_102_495);
        installers(Family.DOT_NET_4, "4.6.2", 3_151_804, 3_151_864, 3_151_900);
        installers(Family.DOT_NET_4, "4.7", 3_186_505, 3_186_539, 3_186_568);
        installers(Family.DOT_NET_4, "4.7.1", 4_033_345, 4_033_369, 4_033_393);
        installers(Family.DOT_NET_4, "4.7.2", 4_054_542, 4_054_566, 4_054_590, 4_073_120);
        installers(Family.DOT_NET_4, "4.8", 4_486_081, 4_486_105, 4_486_129, 4_486_153);
        installers(Family.DOT_NET_4, "4.8.1", 5_011_048);
        installers(Family.INTERNET_EXPLORER, "8", 944_036);
        installers(Family.INTERNET_EXPLORER, "9", 982_861);
        installers(Family.INTERNET_EXPLORER, "10", 2_718_695);
        installers(Family.INTERNET_EXPLORER, "11", 2_841_134, 4_492_872);
        installers(Family.FLASH_PLAYER, "0", FLASH_REMOVAL);
    }

    private ShippedParts() {}

    private static void installers(Family family, String version, int... kbs) {
        for (int kb : kbs) {
            INSTALLERS.put(kb, new Installer(family, WindowsPart.version(version)));
        }
    }

    /** What an update of that number installed; nothing where it is none of these. */
    static Optional<Installer> installer(int kb) {
        return Optional.ofNullable(INSTALLERS.get(kb));
    }

    /** Numbers of all updates that install or remove a part. */
    static Set<Integer> installers() {
        return INSTALLERS.keySet();
    }

    /** The version that ships, of a family of which a machine has one; nothing where none does. */
    static Optional<Integer> version(Family family, Product product) {
        Build nt = product.nt();
        String kernel = nt.major() + "." + nt.minor();
        String version = switch (family) {
            case INTERNET_EXPLORER -> INTERNET_EXPLORER.get(kernel);
            case DOT_NET_4 -> {
                var of = nt.major() >= 10 ? DOT_NET_4_OF_TEN.floorEntry(nt.build()) : null;
                yield of != null ? of.getValue() : DOT_NET_4_BEFORE.get(kernel);
            }
            default -> null;
        };
        return Optional.ofNullable(version).map(WindowsPart::version);
    }

    /** Whether a part of another family ships with a Windows and is there unless it was taken away. */
    static boolean ships(WindowsPart part, Product product, Architecture architecture, LocalDate asOf) {
        Build nt = product.nt();
        boolean client = product.platform() == Platform.CLIENT;
        boolean xp = nt.major() == 5 && nt.minor() >= 1;
        boolean vista = nt.major() == 6 && nt.minor() == 0;
        boolean seven = nt.major() == 6 && nt.minor() == 1;
        return switch (part.family()) {
            // Server 2003 x86 has 1.1; 64-bit editions and XP do not.
            case DOT_NET_1 ->
                nt.major() == 5 && nt.minor() == 2 && has(part, "1.1") && architecture == Architecture.X86;
            // Vista and Server 2008 have 2.0, Vista 3.0 as well; 7 and Server 2008 R2 have 3.5.1. From 8 on 3.5 is
            // optional.
            case DOT_NET_2 ->
                (vista && has(part, "2.0")) || (vista && client && has(part, "3.0")) || (seven && has(part, "3.5.1"));
            case SCRIPT_ENGINES ->
                part.versions().isEmpty() || has(part, nt.major() == 5 ? "5.6" : vista ? "5.7" : "5.8");
            case XML_CORE_SERVICES -> has(part, "3.0") || (has(part, "6.0") && nt.major() >= 6);
            // Servers have it with the Desktop Experience only.
            case FLASH_PLAYER ->
                client
                        && ((nt.major() == 6 && nt.minor() >= 2) || (nt.major() == 10 && nt.build() <= LAST_WITH_FLASH))
                        && !asOf.isAfter(FLASH_UNTIL);
            case MEDIA_PLAYER -> client && has(part, xp ? "9" : vista ? "11" : "12");
            case JOURNAL -> client && nt.major() >= 6 && !(nt.major() == 10 && nt.build() >= FIRST_WITHOUT_JOURNAL);
            case OUTLOOK_EXPRESS -> xp && has(part, "6.0");
            case MAIL -> vista && client;
            case DOT_NET_4, INTERNET_EXPLORER, DIRECTX, INTERNET_INFORMATION_SERVICES, OTHER -> false;
        };
    }

    private static boolean has(WindowsPart part, String version) {
        return part.versions().contains(WindowsPart.version(version));
    }
}
