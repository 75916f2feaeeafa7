package dev.firebreak.core.advisory;

import dev.firebreak.core.catalogue.Catalogue;
import dev.firebreak.core.catalogue.CatalogueBuilder;
import dev.firebreak.core.catalogue.VendorStatement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A small catalogue for tests, and the products and lines it is about: one in free support, one with paid updates, one whose support
 * ended, one whose dates are not known. A feed's statements are words: {@code 11 CVE-2026-1:5094126@2026-06-09}.
 */
public final class TestCatalogue {

    private static final List<Product> PRODUCTS = List.of(
            product("11", "Windows 11 Version 24H2", Platform.CLIENT, "10.0.26100", 0),
            product("2025", "Windows Server 2025", Platform.SERVER, "10.0.26100", 0),
            product("2022", "Windows Server 2022", Platform.SERVER, "10.0.20348", 0),
            product("7", "Windows 7 SP1", Platform.CLIENT, "6.1.7601", 1),
            product("2008-r2", "Windows Server 2008 R2 SP1", Platform.SERVER, "6.1.7601", 1),
            product("1511", "Windows 10 Version 1511", Platform.CLIENT, "10.0.10586", 0),
            product("1703", "Windows 10 Version 1703", Platform.CLIENT, "10.0.15063", 0));

    public static final Knowledge KNOWLEDGE = new Knowledge(
            PRODUCTS,
            List.of(),
            List.of(
                    support("11", "2030-10-12", null, null, true),
                    support("2025", "2029-11-13", "2034-11-14", null, true),
                    support("2022", "2026-10-13", "2031-10-14", null, true),
                    support("7", "2015-01-13", "2020-01-14", "2023-01-10", true),
                    support("2008-r2", "2015-01-13", "2020-01-14", "2023-01-10", true),
                    support("1511", "2017-10-10", null, null, true),
                    support("1703", "2017-10-10", null, null, false)),
            Map.of());

    /** Of these lines: {@code revision:KB@day}, a kind's first letters before it, a day left out where none is known. */
    public static final UpdateLines LINES = new UpdateLines(Map.of(
            "windows-11-26100",
            line(
                    "windows-11-26100",
                    "4349:5060842@2025-06-10 8000:5090000@2026-05-12 o8100:5090001 p8200:5090002 8655:5094126@2026-06-09"
                            + " o8894:5121767 8900:5130000@2026-07-14"),
            "windows-server-26100",
            line(
                    "windows-server-26100",
                    "3775:5055523@2025-04-08 p3915:5055627 4061:5058411@2025-05-13 4349:5060842@2025-06-10"),
            "windows-server-20348",
            line("windows-server-20348", "3453:5055526@2025-04-08 3692:5058385@2025-05-13 3807:5060526@2025-06-10"),
            "windows-7-rollup",
            line(
                    "windows-7-rollup",
                    "r0:4534310@2020-01-14 r0:4537820@2020-02-11 r0:5022338@2023-01-10 r0:5040000@2023-06-13"),
            "windows-10-10586",
            line("windows-10-10586", "1176:4041689@2017-10-10"),
            "windows-10-15063",
            line("windows-10-15063", "674:4041676@2017-10-10")));

    private TestCatalogue() {}

    private static Product product(String id, String name, Platform platform, String nt, int servicePack) {
        return new Product(
                id,
                Map.of(
                        Architecture.X64,
                        name + " for x64-based Systems",
                        Architecture.X86,
                        name + " for 32-bit Systems"),
                name,
                platform,
                Build.of(nt),
                Set.of(),
                servicePack,
                Map.of(Edition.ANY, id));
    }

    private static Lifecycle support(
            String id,
            String mainstream,
            @org.jspecify.annotations.Nullable String extended,
            @org.jspecify.annotations.Nullable String esu,
            boolean complete) {
        return new Lifecycle(id, id, Platform.CLIENT, null, day(mainstream), day(extended), day(esu), complete, null);
    }

    private static @org.jspecify.annotations.Nullable LocalDate day(@org.jspecify.annotations.Nullable String day) {
        return day == null ? null : LocalDate.parse(day);
    }

    private static UpdateLine line(String id, String words) {
        List<Update> updates = new ArrayList<>();
        for (String word : words.split(" ")) {
            UpdateKind kind = switch (word.charAt(0)) {
                case 'o' -> UpdateKind.OUT_OF_BAND;
                case 'p' -> UpdateKind.CUMULATIVE_PREVIEW;
                case 'r' -> UpdateKind.MONTHLY_ROLLUP;
                default -> UpdateKind.CUMULATIVE;
            };
            String[] parts = word.replaceFirst("^[a-z]", "").split("[:@]");
            int revision = Integer.parseInt(parts[0]);
            updates.add(new Update(
                    new Kb(Integer.parseInt(parts[1])),
                    kind,
                    parts.length > 2 ? LocalDate.parse(parts[2]) : null,
                    null,
                    revision == 0 ? Build.NO_REVISION : revision));
        }
        return new UpdateLine(id, updates);
    }

    /** The catalogue of these statements; {@code x86} before the product asks for that architecture. */
    public static Catalogue of(String... statements) {
        CatalogueBuilder cataloguer = new CatalogueBuilder(KNOWLEDGE, LINES);
        Stream.of(statements)
                .flatMap(s -> Stream.of(s.split(";")))
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .forEach(s -> take(s, cataloguer));
        return cataloguer.catalogue();
    }

    private static void take(String statement, CatalogueBuilder cataloguer) {
        boolean x86 = statement.startsWith("x86 ");
        String[] words = statement.replaceFirst("^x86 ", "").split(" ");
        Product product = PRODUCTS.stream()
                .filter(p -> p.id().equals(words[0]))
                .findFirst()
                .orElseThrow();
        for (String word : List.of(words).subList(1, words.length)) {
            String[] parts = word.split("[:@]");
            for (String kb : parts[1].split("/")) {
                cataloguer.take(new VendorStatement(
                        parts[0],
                        new Kb(Integer.parseInt(kb)),
                        Objects.requireNonNull(product.names().get(x86 ? Architecture.X86 : Architecture.X64)),
                        "",
                        new VendorStatement.Bulletin(LocalDate.parse(parts[2]), "title", "Critical", "", Set.of()),
                        List.of(),
                        null));
            }
        }
    }
}
