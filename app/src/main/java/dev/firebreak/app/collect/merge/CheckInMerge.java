package dev.firebreak.app.collect.merge;

import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.core.fleet.CheckInRecords;
import dev.firebreak.core.fleet.EvidenceDating;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts together what one machine sent at several times, by the rules of {@link MachineMerger}. When its file was changed, else when it was
 * received, stands in for a time of collection only where the content tells none, and only to put it in order.
 */
public final class CheckInMerge {

    /** What arrives within this time of the next was collected in one go: a script sends its files one after the other. */
    private static final Duration ONE_TAKE = Duration.ofMinutes(2);

    private static final Text CONTRADICTION = new Text(
            "what was received under this name contradicts itself: two machines may share it. Collect again, or retire the "
                    + "name and let each machine check in",
            "この端末名で受信した情報が互いに矛盾しています。同じ名前の端末が 2 台ある可能性があります。収集し直すか、" + "この名前の登録を解除して、各端末から送信し直してください");

    private record SentContent(CheckInRecords.Content content, List<EvidencePart> pieces) {}

    private final String machine;
    private final FaultIsolation faults;
    private final List<SentContent> all = new ArrayList<>();

    public CheckInMerge(String machine, FaultIsolation faults) {
        this.machine = machine;
        this.faults = faults;
    }

    /** Adds the machine's pieces of one content. */
    public void add(CheckInRecords.Content content, List<EvidencePart> pieces) {
        if (!pieces.isEmpty()) {
            all.add(new SentContent(content, pieces));
        }
    }

    /** What all of it says; empty where there is nothing. */
    public Optional<Snapshot> snapshot() {
        if (all.isEmpty()) {
            return Optional.empty();
        }
        all.sort(Comparator.comparing((SentContent s) -> moment(s.content())).reversed());
        List<EvidencePart> pieces = new ArrayList<>();
        Instant take = moment(all.getFirst().content());
        Instant next = take;
        for (SentContent sent : all) {
            Instant moment = moment(sent.content());
            take = moment.plus(ONE_TAKE).isBefore(next) ? moment : take;
            next = moment;
            for (EvidencePart piece : sent.pieces()) {
                pieces.add(stamped(piece, take, all.size() == 1 ? null : label(sent.content())));
            }
        }
        List<Snapshot> snapshots = MachineMerger.merge(pieces, faults, problem -> {});
        return Optional.of(dated(snapshots.size() == 1 ? snapshots.getFirst() : contradiction(snapshots)));
    }

    /** In the place of a time that the content does not tell; what was received had been collected by then. */
    private static Instant moment(CheckInRecords.Content content) {
        Instant estimated = content.dating().collectedAt();
        return estimated == null ? content.receivedAt() : estimated;
    }

    /**
     * With the time since which the oldest of what counts has stood, as the content or its file tells: a verdict is as old as what it rests
     * on. When something was received is no time of collection. A look from the network may be older than the account beside it.
     */
    private Snapshot dated(Snapshot snapshot) {
        Instant oldest = null;
        for (SentContent sent : all) {
            boolean probe = sent.pieces().stream()
                    .flatMap(piece -> piece.evidence().stream())
                    .allMatch(evidence ->
                            evidence instanceof Evidence.ProbeAnswered || evidence instanceof Evidence.LookupFailed);
            boolean counts = all.size() == 1 || (snapshot.sources().contains(label(sent.content())) && !probe);
            Instant collected = collected(sent);
            if (counts && collected != null && (oldest == null || collected.isBefore(oldest))) {
                oldest = collected;
            }
        }
        return new Snapshot(
                snapshot.machine(),
                oldest,
                snapshot.site(),
                snapshot.segment(),
                snapshot.addresses(),
                snapshot.roles(),
                snapshot.evidence(),
                snapshot.sources(),
                snapshot.superseded());
    }

    /** A clock that runs ahead tells no time later than the arrival; one that runs far ahead tells none. */
    private static @Nullable Instant collected(SentContent sent) {
        CheckInRecords.Content content = sent.content();
        Instant told = StaleEvidence.newest(sent.pieces(), EvidencePart::collectedAt);
        EvidenceDating dating = content.dating();
        return dating.collectedAt() != null || told == null
                ? dating.collectedAt()
                : EvidenceDating.collected(told).arrived(content.receivedAt()).collectedAt();
    }

    private EvidencePart stamped(EvidencePart piece, Instant received, @Nullable String label) {
        Instant told = piece.collectedAt();
        // A clock that runs ahead must not keep old news the newest for ever.
        Instant collected = told == null || told.isAfter(received) ? received : told;
        return new EvidencePart(
                machine,
                piece.aliases(),
                piece.identity(),
                collected,
                piece.bootedAt(),
                piece.updates(),
                piece.fileDate(),
                piece.site(),
                piece.segment(),
                piece.addresses(),
                piece.roles(),
                label == null
                        ? piece.evidence()
                        : piece.evidence().stream()
                                .map(e -> EvidenceRelocation.at(e, placed(e.source(), label)))
                                .toList(),
                label == null ? piece.source() : placed(piece.source(), label));
    }

    private static Source placed(Source source, String label) {
        return new Source(label, source.line());
    }

    /** Files of one machine belong together by their names; senders call them anything. */
    private String label(CheckInRecords.Content content) {
        return machine + "_" + content.kind();
    }

    /** Of two accounts that cannot both be true none is believed; nothing that either says may make the machine green. */
    private Snapshot contradiction(List<Snapshot> snapshots) {
        Snapshot first = snapshots.getFirst();
        Source source = Source.of(first.sources().getFirst());
        return new Snapshot(
                machine,
                first.collectedAt(),
                first.site(),
                first.segment(),
                snapshots.stream()
                        .flatMap(s -> s.addresses().stream())
                        .distinct()
                        .toList(),
                snapshots.stream().flatMap(s -> s.roles().stream()).distinct().toList(),
                List.of(
                        new Evidence.LookupFailed(Evidence.LookupKind.OPERATING_SYSTEM, CONTRADICTION, source),
                        new Evidence.LookupFailed(Evidence.LookupKind.HOTFIXES, CONTRADICTION, source)),
                snapshots.stream().flatMap(s -> s.sources().stream()).distinct().toList(),
                List.of());
    }
}
