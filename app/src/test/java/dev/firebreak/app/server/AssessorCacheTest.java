package dev.firebreak.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.advisory.Platform;
import dev.firebreak.core.assess.Finding;
import dev.firebreak.core.catalogue.Catalogue;
import dev.firebreak.core.catalogue.CatalogueBuilder;
import dev.firebreak.core.catalogue.VendorStatement;
import dev.firebreak.core.dashboard.AdvisoryBoards.AddResult;
import dev.firebreak.core.inventory.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Boards of what was imported: wanted, kept over a restart, judged by, and given up. */
class AssessorCacheTest {

    private static final ShippedKnowledge SHIPPED = new ShippedKnowledge();
    private static final LocalDate TODAY = LocalDate.parse("2019-06-01");

    @TempDir
    Path data;

    private final AtomicReference<Catalogue> imported =
            new AtomicReference<>(catalogue("CVE-2019-0708", "CVE-2019-0863"));

    private static Catalogue catalogue(String... cves) {
        var cataloguer = new CatalogueBuilder(SHIPPED.knowledge(), SHIPPED.lines());
        for (String cve : cves) {
            cataloguer.take(new VendorStatement(
                    cve,
                    new Kb(4499164),
                    "Windows 7 for x64-based Systems Service Pack 1",
                    "",
                    new VendorStatement.Bulletin(
                            LocalDate.parse("2019-05-14"),
                            "Hole in " + cve,
                            "Critical",
                            "Remote Code Execution",
                            Set.of()),
                    List.of(),
                    null));
        }
        return cataloguer.catalogue();
    }

    private AssessorCache judges() {
        return new AssessorCache(SHIPPED::knowledge, SHIPPED.lines(), imported::get, new BoardList(data));
    }

    private static List<String> judged(AssessorCache assessors) {
        var nothing = new Snapshot(
                "PC1", Instant.EPOCH, null, null, List.of(), List.of(), List.of(), List.of("PC1.txt"), List.of());
        return assessors.apply(TODAY).assess(nothing).findings().stream()
                .map(Finding::advisory)
                .map(Advisory::id)
                .toList();
    }

    @Test
    void a_wanted_board_is_judged_by_at_once_and_after_a_restart() {
        AssessorCache assessors = judges();
        assertThat(judged(assessors)).doesNotContain("CVE-2019-0708");
        long before = assessors.version();

        assertThat(assessors.add(" cve-2019-0708 ")).isEqualTo(AddResult.ADDED);

        assertThat(assessors.version()).isNotEqualTo(before);
        assertThat(assessors.advisories()).containsExactly("MS17-010", "CVE-2019-0708");
        assertThat(judged(assessors)).contains("MS17-010", "CVE-2019-0708");
        assertThat(judges().advisories()).containsExactly("MS17-010", "CVE-2019-0708");
        assertThat(assessors.add("CVE-2019-0708")).isEqualTo(AddResult.PRESENT);
        assertThat(assessors.add("CVE-2017-0144")).isEqualTo(AddResult.PRESENT);
    }

    @Test
    void an_id_without_a_feed_gets_no_board() {
        AssessorCache assessors = judges();
        for (String name : List.of("CVE-1999-0001", "KB1", "", "../boards", "<script>", "x".repeat(1000))) {
            assertThat(assessors.add(name)).as(name).isEqualTo(AddResult.UNKNOWN);
        }
        assertThat(assessors.added()).isEmpty();
        assertThat(data.resolve(BoardList.FILE)).doesNotExist();
    }

    @Test
    void an_import_that_was_undone_leaves_the_wish_and_takes_the_board() {
        AssessorCache assessors = judges();
        assessors.add("CVE-2019-0708");
        imported.set(catalogue("CVE-2019-0863"));
        assessors.learn();
        assertThat(assessors.added()).containsExactly("CVE-2019-0708");
        assertThat(assessors.advisories()).containsExactly("MS17-010");
        imported.set(catalogue("CVE-2019-0708"));
        assessors.learn();
        assertThat(assessors.advisories()).containsExactly("MS17-010", "CVE-2019-0708");
    }

    @Test
    void support_dates_that_were_imported_count_from_then_on() {
        var longer = new Lifecycle(
                "windows-10-22h2", "", Platform.CLIENT, null, null, LocalDate.parse("2031-10-14"), null, true, null);
        var said = new AtomicReference<>(List.<Lifecycle>of());
        var assessors = new AssessorCache(
                () -> SHIPPED.knowledge().withSupport(said.get()), SHIPPED.lines(), imported::get, new BoardList(data));
        said.set(List.of(longer));
        assertThat(assessors.knowledge().lifecycle(longer.id()).orElseThrow().extendedEnd())
                .isNotEqualTo(longer.extendedEnd());
        assessors.learn();
        assertThat(assessors.knowledge().lifecycle(longer.id()).orElseThrow().extendedEnd())
                .isEqualTo(longer.extendedEnd());
    }

    @Test
    void a_removed_board_stays_removed() {
        AssessorCache assessors = judges();
        assessors.add("CVE-2019-0708");
        assertThat(assessors.drop("CVE-2019-0708")).isTrue();
        assertThat(assessors.drop("CVE-2019-0708")).isFalse();
        assertThat(assessors.drop("MS17-010")).isFalse();
        assertThat(judges().advisories()).containsExactly("MS17-010");
    }

    @Test
    void the_list_has_an_end_whoever_writes_it() throws IOException {
        String[] many = new String[BoardList.MOST + 1];
        for (int i = 0; i < many.length; i++) {
            many[i] = "CVE-2019-" + (1000 + i);
        }
        imported.set(catalogue(many));
        AssessorCache assessors = judges();
        for (int i = 0; i < BoardList.MOST; i++) {
            assertThat(assessors.add(many[i])).isEqualTo(AddResult.ADDED);
        }
        assertThat(assessors.add(many[BoardList.MOST])).isEqualTo(AddResult.FULL);
        Files.writeString(data.resolve(BoardList.FILE), "../x\n\n" + String.join("\n", many) + "\n");
        assertThat(judges().added()).hasSize(BoardList.MOST).doesNotContain("../x");
    }
}
