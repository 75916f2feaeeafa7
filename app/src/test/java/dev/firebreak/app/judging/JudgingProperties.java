package dev.firebreak.app.judging;

import static dev.firebreak.app.judging.Hosts.SOURCE;
import static dev.firebreak.app.judging.Hosts.THAT_WEEKEND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.advisory.Setting;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Reason;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.FileObserved;
import dev.firebreak.core.inventory.Evidence.HotfixesListed;
import dev.firebreak.core.inventory.Evidence.LookupFailed;
import dev.firebreak.core.inventory.Evidence.LookupKind;
import dev.firebreak.core.inventory.Evidence.OsObserved;
import dev.firebreak.core.inventory.Evidence.ProbeAnswered;
import dev.firebreak.core.inventory.Evidence.SettingObserved;
import dev.firebreak.core.text.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Laws that hold for whatever a machine tells. */
class JudgingProperties {

    private static final Text WHY = new Text("cut short", "途中で切れている");
    private static final List<Integer> KBS = pool();
    private static final int NEVER_USED = 9_100_000;

    @Property(tries = 4000)
    void green_names_a_proof_that_suffices_alone(@ForAll("machines") List<Evidence> machine) {
        Verdict verdict = judge(machine);
        if (!verdict.kind().isGreen()) {
            return;
        }
        List<Evidence> proofs = proofs(verdict);
        assertThat(proofs).isNotEmpty();
        for (Evidence proof : proofs) {
            List<Evidence> alone = new ArrayList<>(List.of(proof));
            if (!(proof instanceof OsObserved)) {
                machine.stream()
                        .filter(OsObserved.class::isInstance)
                        .map(JudgingProperties::withoutRevision)
                        .forEach(alone::add);
            }
            assertThat(judge(alone).kind()).isEqualTo(verdict.kind());
        }
    }

    @Property(tries = 4000)
    void without_its_proofs_no_machine_is_green(@ForAll("machines") List<Evidence> machine) {
        Verdict verdict = judge(machine);
        List<Evidence> rest = new ArrayList<>();
        for (Evidence e : machine) {
            if (!proofs(verdict).contains(e)) {
                rest.add(e);
            } else if (e instanceof OsObserved os && verdict.kind() == Verdict.Kind.FIXED) {
                rest.add(withoutRevision(os));
            }
        }
        if (verdict.kind().isGreen()) {
            assertThat(judge(rest).kind().isGreen()).isFalse();
        }
    }

    @Property(tries = 4000)
    void a_failed_look_in_place_of_a_proof_never_helps(@ForAll("machines") List<Evidence> machine) {
        Verdict verdict = judge(machine);
        for (Evidence proof : proofs(verdict)) {
            List<Evidence> failed = new ArrayList<>(machine);
            failed.set(failed.indexOf(proof), new LookupFailed(LookupKind.HOTFIXES, WHY, SOURCE));
            boolean green = judge(failed).kind().isGreen();
            assertThat(green && !verdict.kind().isGreen()).isFalse();
        }
        List<Evidence> onlyFailed = new ArrayList<>();
        for (LookupKind look : LookupKind.values()) {
            onlyFailed.add(new LookupFailed(look, WHY, SOURCE));
        }
        assertThat(judge(onlyFailed).kind()).isEqualTo(Verdict.Kind.UNKNOWN);
    }

    @Property(tries = 2000)
    void a_failed_look_besides_never_helps(@ForAll("machines") List<Evidence> machine, @ForAll LookupKind look) {
        List<Evidence> more = new ArrayList<>(machine);
        more.add(new LookupFailed(look, WHY, SOURCE));
        assertThat(judge(more).kind()).isEqualTo(judge(machine).kind());
    }

    @Property(tries = 4000)
    void an_unrelated_hotfix_changes_nothing(@ForAll("machines") List<Evidence> machine, @ForAll Random random) {
        int unrelated = NEVER_USED + random.nextInt(1000);
        List<Evidence> more = machine.stream()
                .map(e -> e instanceof HotfixesListed list
                        ? (Evidence) new HotfixesListed(
                                list.ids().or(KbSet.of(unrelated)),
                                list.complete(),
                                list.whyIncomplete(),
                                list.source())
                        : e)
                .toList();
        assertThat(judge(more).kind()).isEqualTo(judge(machine).kind());
        assertThat(assess(more).findings().getFirst().actions())
                .isEqualTo(assess(machine).findings().getFirst().actions());
    }

    @Property(tries = 2000)
    void the_order_of_evidence_does_not_matter(@ForAll("machines") List<Evidence> machine, @ForAll Random random) {
        List<Evidence> other = new ArrayList<>(machine);
        Collections.shuffle(other, random);
        assertThat(judge(other).kind()).isEqualTo(judge(machine).kind());
        assertThat(assess(other).findings().getFirst().actions())
                .isEqualTo(assess(machine).findings().getFirst().actions());
        assertThat(assess(other).identity().productName())
                .isEqualTo(assess(machine).identity().productName());
    }

    @Provide
    Arbitrary<List<Evidence>> machines() {
        return Arbitraries.of(Hosts.values())
                .flatMap(host -> Combinators.combine(
                                systems(host), evidence(host).list().ofMaxSize(4))
                        .as((os, rest) -> {
                            List<Evidence> all = new ArrayList<>(rest);
                            all.add(os);
                            return all;
                        }));
    }

    private static Arbitrary<Evidence> systems(Hosts host) {
        Arbitrary<OsObserved> as = Arbitraries.of(
                host.os,
                new OsObserved(null, host.os.build(), host.os.servicePack(), host.os.architecture(), null, SOURCE),
                new OsObserved(host.os.caption(), host.os.build(), null, Architecture.X64, null, SOURCE),
                new OsObserved("Microsoft Windows 10 Pro", Build.of("10.0.15063"), 0, Architecture.X64, null, SOURCE));
        return Combinators.combine(as, Arbitraries.of(Build.NO_REVISION, 1, 839, 952, 953, 17319, 30000))
                .as((os, revision) -> withRevision(os, revision));
    }

    private static Arbitrary<Evidence> evidence(Hosts host) {
        Arbitrary<KbSet> sets = Arbitraries.of(KBS)
                .set()
                .ofMaxSize(3)
                .map(s -> KbSet.of(s.stream().mapToInt(i -> i).toArray()));
        return Arbitraries.oneOf(
                sets.map(ids -> HotfixesListed.whole(ids, SOURCE)),
                sets.map(ids -> HotfixesListed.partial(ids, WHY, SOURCE)),
                Combinators.combine(
                                Arbitraries.of(
                                        "srv.sys", "C:\\Windows\\System32\\drivers\\srv.sys", "C:\\old\\srv.sys"),
                                Arbitraries.of(
                                        "5.1.2600",
                                        "5.2.3790",
                                        "6.1.7601",
                                        host.os.build().toString()),
                                Arbitraries.of(1, 6020, 6021, 7207, 7208, 19743, 20000, 23688, 23689, 24067, 99999))
                        .as((path, branch, revision) ->
                                new FileObserved(path, Build.of(branch).withRevision(revision), SOURCE)),
                Arbitraries.of("enabled", "disabled", "unknown")
                        .map(state -> new SettingObserved(Setting.SMB1_SERVER, state, SOURCE)),
                Arbitraries.of(true, false).map(bad -> new ProbeAnswered(Set.of("MS17-010"), bad, SOURCE)),
                Arbitraries.of(LookupKind.values()).map(look -> new LookupFailed(look, WHY, SOURCE)));
    }

    private static List<Integer> pool() {
        List<Integer> kbs = new ArrayList<>(List.of(4015546, 3212646, 958644, 4022722, 5000841, 890830));
        Arrays.stream(Hosts.values()).forEach(h -> Arrays.stream(h.fixing).forEach(kbs::add));
        return kbs;
    }

    private static OsObserved withRevision(OsObserved os, int revision) {
        return new OsObserved(
                os.caption(),
                os.build().withRevision(revision),
                os.servicePack(),
                os.architecture(),
                os.platform(),
                os.source());
    }

    private static OsObserved withoutRevision(Evidence os) {
        return withRevision((OsObserved) os, Build.NO_REVISION);
    }

    private static List<Evidence> proofs(Verdict verdict) {
        return verdict.because().stream()
                .filter(r -> r.kind().isProof() && verdict.kind().isGreen())
                .map(Reason::evidence)
                .<Evidence>mapMulti((e, out) -> {
                    if (e != null) {
                        out.accept(e);
                    }
                })
                .distinct()
                .toList();
    }

    private static Verdict judge(List<Evidence> evidence) {
        return Hosts.judge(evidence.toArray(Evidence[]::new));
    }

    private static Assessment assess(List<Evidence> evidence) {
        return Hosts.assess(THAT_WEEKEND, evidence.toArray(Evidence[]::new));
    }
}
