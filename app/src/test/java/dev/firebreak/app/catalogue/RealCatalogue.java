package dev.firebreak.app.catalogue;

import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.core.advisory.CveFact;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.advisory.UpdateLines;
import dev.firebreak.core.catalogue.Catalogue;
import dev.firebreak.core.catalogue.CatalogueBuilder;
import dev.firebreak.core.catalogue.VendorStatement;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The catalogue made of the real bulletin table, with and without the lines that ship; made once for all tests. */
final class RealCatalogue {

    static final Knowledge KNOWLEDGE = new ShippedKnowledge().knowledge();
    static final UpdateLines LINES = new ShippedKnowledge().lines();
    private static final Pattern NUMBER = Pattern.compile("\\d{5,8}");
    private static Catalogue mended;
    private static Catalogue feedsAlone;

    private RealCatalogue() {}

    static synchronized Catalogue mended() {
        if (mended == null) {
            mended = of(LINES);
        }
        return mended;
    }

    static synchronized Catalogue feedsAlone() {
        if (feedsAlone == null) {
            feedsAlone = of(UpdateLines.NONE);
        }
        return feedsAlone;
    }

    /** The same feed as it was on that day, as far as its days tell: made anew each time. */
    static Catalogue until(LocalDate day) {
        CatalogueBuilder cataloguer = new CatalogueBuilder(KNOWLEDGE, LINES);
        statements(s -> {
            if (s.published() == null || !s.published().isAfter(day)) {
                cataloguer.take(s);
            }
        });
        return cataloguer.catalogue();
    }

    private static Catalogue of(UpdateLines lines) {
        CatalogueBuilder cataloguer = new CatalogueBuilder(KNOWLEDGE, lines);
        statements(cataloguer::take);
        exploited().forEach(cataloguer::take);
        return cataloguer.catalogue();
    }

    static List<CveFact> exploited() {
        try {
            String json = Files.readString(
                    SharedData.file("advisories/known_exploited_vulnerabilities.json"), StandardCharsets.UTF_8);
            List<CveFact> facts = new ArrayList<>();
            var matcher = Pattern.compile(
                            "\"cveID\"\\s*:\\s*\"([^\"]+)\".*?\"dateAdded\"\\s*:\\s*\"([^\"]+)\"", Pattern.DOTALL)
                    .matcher(json);
            while (matcher.find()) {
                facts.add(new CveFact(matcher.group(1), LocalDate.parse(matcher.group(2)), null, null, null));
            }
            return facts;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static void statements(Consumer<VendorStatement> out) {
        SharedData.bulletins(row -> {
            Kb kb = NUMBER.matcher(row.get(2)).matches() ? new Kb(Integer.parseInt(row.get(2))) : null;
            if (kb == null) {
                return;
            }
            List<Kb> supersedes = NUMBER.matcher(row.get(8))
                    .results()
                    .map(MatchResult::group)
                    .map(n -> new Kb(Integer.parseInt(n)))
                    .toList();
            String id = row.get(1).strip();
            out.accept(new VendorStatement(
                    // As the reader of bulletins has it: what is no CVE is the id of an advisory, or nothing.
                    id.startsWith("CVE-") ? id : null,
                    kb,
                    row.get(4),
                    row.get(5),
                    new VendorStatement.Bulletin(
                            LocalDate.parse(row.get(0), DateTimeFormatter.BASIC_ISO_DATE),
                            row.get(3),
                            row.get(6),
                            row.get(7),
                            id.startsWith("ADV") ? Set.of(id) : Set.of()),
                    supersedes,
                    null));
        });
    }
}
