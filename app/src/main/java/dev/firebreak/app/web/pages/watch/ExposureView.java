package dev.firebreak.app.web.pages.watch;

import dev.firebreak.app.collect.network.SmbFindingReader;
import dev.firebreak.app.web.pages.frame.PageFrame;
import dev.firebreak.app.web.service.GapService;
import dev.firebreak.core.fleet.FleetGaps;
import dev.firebreak.core.fleet.GapDecision;
import dev.firebreak.core.inventory.Source;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Machines that no report covers, and those that speak SMBv1.
 *
 * @param lastProbe when the network was last probed; null where it never was
 * @param names of the fleet's machines, to choose from
 * @param notice what came of the last action; null where there was none
 */
public record ExposureView(
        PageFrame frame,
        FleetGaps gaps,
        List<SmbFindingReader.Answer> smb1,
        @Nullable Instant lastProbe,
        List<GapService.ParsedList> lists,
        List<GapDecision> decisions,
        List<String> names,
        @Nullable Notice notice) {

    /** Nobody reads more rows than these; the counts above are of all. */
    private static final int MAX_ROWS = 500;

    /** What came of an import or a decision. */
    record Notice(boolean good, String text, List<String> problems) {}

    List<FleetGaps.Missing> missing() {
        return gaps.missing().stream().limit(MAX_ROWS).toList();
    }

    List<FleetGaps.Unmanaged> unmanaged() {
        return gaps.unmanaged().stream().limit(MAX_ROWS).toList();
    }

    int more(int all) {
        return Math.max(0, all - MAX_ROWS);
    }

    String labels(FleetGaps.Missing missing) {
        return missing.labels().stream()
                .map(label -> frame.texts().of(label.text()))
                .collect(Collectors.joining(frame.texts().code().equals("ja") ? "、" : ", "));
    }

    String kinds(FleetGaps.Unmanaged device) {
        return device.kinds().stream()
                .map(kind -> frame.texts().of(kind.label()))
                .collect(Collectors.joining(frame.texts().code().equals("ja") ? "、" : ", "));
    }

    String sources(FleetGaps.Unmanaged device) {
        return device.sources().stream()
                .map(Source::file)
                .map(frame.texts()::name)
                .collect(Collectors.joining(", "));
    }

    /** "3 days", for the age of a list. */
    String age(Instant since) {
        long days = Math.max(0, java.time.Duration.between(since, frame.now()).toDays());
        return days == 0 ? frame.texts().text("exposure.today") : frame.texts().count("exposure.days", days);
    }

    boolean mayDecide() {
        return frame.may(dev.firebreak.core.access.Role.OPERATOR);
    }
}
