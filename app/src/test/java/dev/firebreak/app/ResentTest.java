package dev.firebreak.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.collect.CheckInReader;
import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.app.server.AssessorCache;
import dev.firebreak.app.server.BoardList;
import dev.firebreak.app.server.WorkerPool;
import dev.firebreak.app.store.FleetDatabase;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.catalogue.Catalogue;
import dev.firebreak.core.dashboard.FleetService;
import dev.firebreak.core.dashboard.ImportedEvidence;
import dev.firebreak.core.dashboard.Sender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a machine sends again changes nothing: its list cut short does not outdate the whole one beside it. */
class ResentTest {

    private static final Path CLINIC = Path.of("../examples/clinic");
    private static final String MACHINE = "KYOTO-AP01";

    @TempDir
    Path data;

    @Test
    void half_of_what_was_sent_before_sent_again_changes_no_verdict() throws IOException {
        var now = new AtomicReference<>(Instant.parse("2017-05-14T09:00:00Z"));
        var assessors = new AssessorCache(
                new ShippedKnowledge()::knowledge,
                new ShippedKnowledge().lines(),
                () -> Catalogue.EMPTY,
                new BoardList(data));
        try (FleetDatabase database = FleetDatabase.open(data, null, now::get)) {
            var fleet = new FleetService(
                    database.fleetStore(),
                    new CheckInReader(),
                    assessors,
                    now::get,
                    Duration.ofDays(3),
                    new WorkerPool(1));
            for (String file : new String[] {"_hotfix.csv", "_systeminfo.txt"}) {
                take(fleet, file);
            }
            assertThat(verdict(fleet)).isEqualTo(Verdict.Kind.FIXED);

            now.updateAndGet(at -> at.plus(Duration.ofHours(20)));
            assertThat(take(fleet, "_systeminfo.txt").known()).isEqualTo(1);

            assertThat(verdict(fleet)).isEqualTo(Verdict.Kind.FIXED);
            assertThat(fleet.line(MACHINE).orElseThrow().lastSeen()).isEqualTo(now.get());
            fleet.reassess();
            assertThat(verdict(fleet)).isEqualTo(Verdict.Kind.FIXED);
        }
    }

    private static ImportedEvidence take(FleetService fleet, String file) throws IOException {
        String name = MACHINE + file;
        return fleet.importEvidence(
                Sender.IMPORTER, "Kyoto", name, Files.readAllBytes(CLINIC.resolve(name)), "account:aiko", null);
    }

    private static Verdict.Kind verdict(FleetService fleet) {
        return fleet.line(MACHINE).orElseThrow().verdict("MS17-010");
    }
}
