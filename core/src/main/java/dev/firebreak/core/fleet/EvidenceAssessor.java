package dev.firebreak.core.fleet;

import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Assessor;
import dev.firebreak.core.assess.Finding;
import dev.firebreak.core.assess.MissingEvidence;
import dev.firebreak.core.assess.Reason;
import dev.firebreak.core.assess.ReasonDetail;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.LookupFailed;
import dev.firebreak.core.inventory.MachineIdentity;
import dev.firebreak.core.inventory.MachineName;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges a machine by everything of it that counts. Where nothing orders two accounts of it only what both say is believed, and where the
 * last evidence could not be read nothing before it makes the machine safe.
 */
public final class EvidenceAssessor {

    private static final Text CONTRADICTION = new Text(
            "two outputs contradict each other, and it is not known which was collected later: collect again, with the time of collection",
            "2 つの収集結果が互いに矛盾していますが、収集の前後関係を確認できません。収集日時が分かる形で、もう一度収集してください");

    private static final Text AWAITED = new Text("re-enrolled: nothing was received since", "再登録後、まだ情報を受信していません");

    private final EvidenceReader reader;

    public EvidenceAssessor(EvidenceReader reader) {
        this.reader = reader;
    }

    /** What it came to, and faults of ours on the way. */
    public record Result(Assessment assessment, List<Problem> faults) {
        public Result {
            faults = List.copyOf(faults);
        }
    }

    /** Empty where there is nothing to judge by. */
    public Optional<Result> assess(
            Assessor assessor,
            String machine,
            List<CheckInRecords.Content> contents,
            @Nullable UnreadableEvidence unreadable) {
        List<Assessment> accounts = new ArrayList<>();
        List<Problem> faults = new ArrayList<>();
        for (List<CheckInRecords.Content> account : accounts(contents)) {
            reader.snapshot(machine, account)
                    .map(snapshot -> assess(assessor, snapshot, faults))
                    .ifPresent(accounts::add);
        }
        if (accounts.isEmpty()) {
            return unreadable == null
                    ? Optional.empty()
                    : Optional.of(new Result(assessor.assess(nothing(machine, unreadable)), faults));
        }
        Assessment all = accounts.getFirst();
        for (Assessment other : accounts.subList(1, accounts.size())) {
            all = agreed(all, other);
        }
        Text two = twoMachines(machine, contents);
        Assessment known = two == null ? all : contradicted(all, accounts, two);
        return Optional.of(new Result(unreadable == null ? known : doubted(known, unreadable), faults));
    }

    /** A machine of which nothing counts since it begins anew. */
    public Assessment expected(Assessor assessor, String machine) {
        Source source = Source.of(machine);
        return assessor.assess(Snapshot.of(
                machine,
                machine,
                List.of(
                        new LookupFailed(Evidence.LookupKind.OPERATING_SYSTEM, AWAITED, source),
                        new LookupFailed(Evidence.LookupKind.HOTFIXES, AWAITED, source))));
    }

    /** Which machine of its name something is of; read again where it was kept before that was looked at. */
    public MachineIdentity identity(String machine, CheckInRecords.Content content) {
        MachineIdentity known = content.identity();
        return known != null
                ? known
                : reader.parts(machine, content.name(), content.content()).parts().stream()
                        .filter(part -> MachineName.same(part.machine(), machine))
                        .map(EvidenceReader.Part::identity)
                        .findFirst()
                        .orElse(MachineIdentity.UNKNOWN);
    }

    /** That two machines use the name, with what tells them apart; null where one may. */
    private @Nullable Text twoMachines(String machine, List<CheckInRecords.Content> contents) {
        if (contents.size() < 2) {
            return null;
        }
        List<MachineIdentity> identities =
                contents.stream().map(content -> identity(machine, content)).toList();
        for (int i = 0; i < contents.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (identities.get(j).differs(identities.get(i))) {
                    return Text.format(
                            "two machines use this name: %s (%s) and %s (%s). If it was installed anew, re-enrol it; if there are two, "
                                    + "rename one, then re-enrol",
                            "同じ名前の端末が 2 台あります: %s（%s）と %s（%s）。再インストールした端末であれば再登録してください。"
                                    + "別の端末であれば、一方の名前を変更してから再登録してください",
                            identities.get(j).shown(),
                            received(contents.get(j)),
                            identities.get(i).shown(),
                            received(contents.get(i)));
                }
            }
        }
        return null;
    }

    private static Text received(CheckInRecords.Content content) {
        return Text.format(
                "%s, received %s",
                "%s、%s 受信", content.kind(), Text.date(LocalDate.ofInstant(content.receivedAt(), ZoneOffset.UTC)));
    }

    /** What two machines of one name say, of which neither is believed. */
    private static Assessment contradicted(Assessment all, List<Assessment> accounts, Text two) {
        Set<Evidence> evidence = new LinkedHashSet<>();
        Set<String> sources = new LinkedHashSet<>();
        accounts.forEach(account -> {
            evidence.addAll(account.snapshot().evidence());
            sources.addAll(account.snapshot().sources());
        });
        Snapshot first = all.snapshot();
        var because = new Reason(Reason.Kind.CONTRADICTION, new ReasonDetail.Quoted(two), null);
        return new Assessment(
                new Snapshot(
                        first.machine(),
                        first.collectedAt(),
                        first.site(),
                        first.segment(),
                        first.addresses(),
                        first.roles(),
                        List.copyOf(evidence),
                        List.copyOf(sources),
                        first.superseded()),
                all.identity(),
                all.support(),
                all.findings().stream().map(f -> unknown(f, because)).toList());
    }

    /** A fault of ours in judging one machine makes that machine unknown, and leaves all others alone. */
    private Assessment assess(Assessor assessor, Snapshot snapshot, List<Problem> faults) {
        try {
            return assessor.assess(snapshot);
        } catch (RuntimeException | StackOverflowError fault) {
            Read<Snapshot> left = reader.unassessed(snapshot, fault);
            faults.addAll(left.problems());
            return assessor.assess(left.items().getFirst());
        }
    }

    /** What counts without anything beside it, and then with each of what stands beside in the place of its own kind. */
    private static List<List<CheckInRecords.Content>> accounts(List<CheckInRecords.Content> contents) {
        List<List<CheckInRecords.Content>> accounts = new ArrayList<>();
        List<CheckInRecords.Content> base = contents.stream()
                .filter(c -> c.rank() != CheckInRecords.Rank.BESIDE)
                .toList();
        accounts.add(base);
        for (CheckInRecords.Content content : contents) {
            if (content.rank() == CheckInRecords.Rank.BESIDE) {
                List<CheckInRecords.Content> account = new ArrayList<>(base);
                account.removeIf(c -> c.kind().equals(content.kind()));
                account.add(content);
                accounts.add(account);
            }
        }
        return accounts;
    }

    private static Snapshot nothing(String machine, UnreadableEvidence unreadable) {
        Source source = Source.of(unreadable.file());
        return Snapshot.of(
                machine,
                unreadable.file(),
                List.of(
                        new LookupFailed(Evidence.LookupKind.OPERATING_SYSTEM, reason(unreadable), source),
                        new LookupFailed(Evidence.LookupKind.HOTFIXES, reason(unreadable), source)));
    }

    private static Text reason(UnreadableEvidence unreadable) {
        return Text.format(
                "what was received last could not be read: %s", "最後に受信した情報を読み取れませんでした: %s", unreadable.reason());
    }

    /** Nothing known before makes it safe; what is known to be open stays open. */
    private static Assessment doubted(Assessment known, UnreadableEvidence unreadable) {
        var failed = new LookupFailed(Evidence.LookupKind.HOTFIXES, reason(unreadable), Source.of(unreadable.file()));
        List<Evidence> evidence = new ArrayList<>(known.snapshot().evidence());
        evidence.add(failed);
        var because = new Reason(Reason.Kind.LOOK_FAILED, new ReasonDetail.Quoted(failed.reason()), failed);
        return new Assessment(
                known.snapshot().withEvidence(evidence),
                known.identity(),
                known.support(),
                known.findings().stream()
                        .map(f -> f.verdict().kind() == Verdict.Kind.VULNERABLE ? f : unknown(f, because))
                        .toList());
    }

    private static Finding unknown(Finding finding, Reason because) {
        List<Reason> reasons = new ArrayList<>();
        reasons.add(because);
        List<MissingEvidence> missing = List.of(MissingEvidence.HOTFIX_LIST);
        if (finding.verdict() instanceof Verdict.Unknown before) {
            reasons.addAll(before.because());
            missing = before.missing().isEmpty() ? missing : before.missing();
        }
        return new Finding(finding.advisory(), new Verdict.Unknown(reasons, missing), finding.actions());
    }

    /** What both say; where they differ nobody knows. */
    private static Assessment agreed(Assessment one, Assessment other) {
        Map<String, Finding> others = new LinkedHashMap<>();
        other.findings().forEach(f -> others.put(f.advisory().id(), f));
        var because = new Reason(Reason.Kind.CONTRADICTION, new ReasonDetail.Quoted(CONTRADICTION), null);
        List<Finding> findings = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Finding finding : one.findings()) {
            seen.add(finding.advisory().id());
            Finding second = others.get(finding.advisory().id());
            boolean same = second != null
                    && second.verdict().kind() == finding.verdict().kind();
            findings.add(same ? finding : unknown(finding, because));
        }
        other.findings().stream()
                .filter(f -> !seen.contains(f.advisory().id()))
                .forEach(f -> findings.add(unknown(f, because)));
        return new Assessment(
                one.snapshot(),
                one.identity(),
                one.support(),
                findings,
                Objects.equals(one.exposure(), other.exposure()) ? one.exposure() : null);
    }
}
