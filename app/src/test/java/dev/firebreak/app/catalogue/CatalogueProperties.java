package dev.firebreak.app.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.advisory.Platform;
import dev.firebreak.core.advisory.Product;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Assessor;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.catalogue.AdvisoryFactory;
import dev.firebreak.core.catalogue.Catalogue;
import dev.firebreak.core.catalogue.ProductUpdates;
import dev.firebreak.core.catalogue.Vulnerability;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The first law as properties, over machines made at random and the catalogue of the real bulletins: a machine that is called
 * fixed is not vulnerable to any one CVE of the same catalogue, and less evidence, a later day or an older feed make no machine
 * greener.
 */
class CatalogueProperties {

    private static final Source SOURCE = Source.of("random.ndjson");
    private static final Map<LocalDate, Assessor> ASSESSORS = new ConcurrentHashMap<>();

    /** Systems as they name themselves. */
    private static final List<String> SYSTEMS = List.of(
            "Windows 7 Professional|6.1.7601|1|X64|CLIENT",
            "Windows 7 Professional|6.1.7601|1|X86|CLIENT",
            "Windows 8.1 Pro|6.3.9600|0|X86|CLIENT",
            "Windows Server 2008 R2 Standard|6.1.7601|1|X64|SERVER",
            "Windows Server 2012 R2 Standard|6.3.9600|0|X64|SERVER",
            "Windows 10 Enterprise|10.0.10586|0|X64|CLIENT",
            "Windows 10 Enterprise|10.0.17763|0|X64|CLIENT",
            "Windows 10 Pro|10.0.19042|0|X64|CLIENT",
            "Windows 10 Pro|10.0.19045|0|X64|CLIENT",
            "Windows 11 Pro|10.0.22631|0|X64|CLIENT",
            "Windows 11 Enterprise|10.0.26100|0|X64|CLIENT",
            "Windows Server 2016 Standard|10.0.14393|0|X64|SERVER",
            "Windows Server 2019 Standard|10.0.17763|0|X64|SERVER",
            "Windows Server 2022 Datacenter: Azure Edition|10.0.20348|0|X64|SERVER",
            "Windows Server 2025 Standard|10.0.26100|0|X64|SERVER");

    /**
     * A machine: which system, with which updates, on which day.
     *
     * @param revision of the system, or {@link Build#NO_REVISION}
     */
    record Machine(int system, TreeSet<Integer> kbs, boolean whole, int revision, LocalDate day) {

        Machine with(TreeSet<Integer> other) {
            return new Machine(system, other, whole, revision, day);
        }

        Machine on(LocalDate other) {
            return new Machine(system, kbs, whole, revision, other);
        }

        Snapshot snapshot(Evidence... more) {
            String[] parts = SYSTEMS.get(system).split("\\|");
            Build build = Build.of(parts[1]);
            KbSet ids = KbSet.of(kbs.stream().map(Kb::new).toList());
            List<Evidence> evidence = new ArrayList<>(List.of(
                    new Evidence.OsObserved(
                            "Microsoft " + parts[0],
                            revision == Build.NO_REVISION ? build : build.withRevision(revision),
                            Integer.valueOf(parts[2]),
                            Architecture.valueOf(parts[3]),
                            Platform.valueOf(parts[4]),
                            SOURCE),
                    whole
                            ? Evidence.HotfixesListed.whole(ids, SOURCE)
                            : Evidence.HotfixesListed.partial(ids, new Text("cut short", "途中まで"), SOURCE)));
            evidence.addAll(List.of(more));
            return Snapshot.of("PC", "random.ndjson", evidence);
        }
    }

    private static Assessor assessor(LocalDate day) {
        return ASSESSORS.computeIfAbsent(
                day, d -> new Assessor(RealCatalogue.KNOWLEDGE, List.of(), RealCatalogue.mended(), d));
    }

    private static Assessment assess(Machine machine, Evidence... more) {
        return assessor(machine.day()).assess(machine.snapshot(more));
    }

    private static Optional<ProductUpdates> productUpdates(Assessment assessment) {
        Product product = assessment.identity().product();
        Architecture architecture = assessment.identity().architecture();
        return product == null || architecture == null
                ? Optional.empty()
                : RealCatalogue.mended().productUpdates(product, architecture);
    }

    /** Days a week or more after a Patch Tuesday, so that knowledge without it is too old; few, so that what is worked out once for a day serves many machines. */
    private static final List<LocalDate> DAYS = List.of(
            LocalDate.parse("2017-05-20"),
            LocalDate.parse("2018-12-20"),
            LocalDate.parse("2018-12-28"),
            LocalDate.parse("2020-01-22"),
            LocalDate.parse("2021-07-20"),
            LocalDate.parse("2023-02-22"),
            LocalDate.parse("2025-05-20"),
            LocalDate.parse("2026-06-28"),
            LocalDate.parse("2026-11-27"));

    /** Random updates of the product's shelf; half of the machines then take what they need, so that some are fixed. */
    @Provide
    Arbitrary<Machine> machines() {
        return Arbitraries.longs().map(CatalogueProperties::machine);
    }

    private static Machine machine(long seed) {
        Random random = new Random(seed);
        LocalDate day = DAYS.get(random.nextInt(DAYS.size()));
        Machine bare = new Machine(random.nextInt(SYSTEMS.size()), new TreeSet<>(), true, Build.NO_REVISION, day);
        Optional<ProductUpdates> productUpdates = productUpdates(assess(bare));
        if (productUpdates.isEmpty()) {
            return bare;
        }
        int[] numbers = productUpdates.get().order().numbers();
        TreeSet<Integer> kbs = new TreeSet<>();
        for (int left = random.nextInt(8); left > 0; left--) {
            kbs.add(numbers[random.nextInt(numbers.length)]);
        }
        int revision = Build.NO_REVISION;
        if (random.nextInt(3) == 0) {
            int at = random.nextInt(numbers.length);
            revision = productUpdates.get().revisions()[at];
            revision += revision == Build.NO_REVISION ? 0 : random.nextInt(3) - 1;
        }
        Machine made = new Machine(bare.system(), kbs, random.nextInt(5) > 0, revision, day);
        return random.nextBoolean() ? updated(made) : made;
    }

    /** With what it needs that day. */
    private static Machine updated(Machine machine) {
        TreeSet<Integer> kbs = new TreeSet<>(machine.kbs());
        Machine now = new Machine(machine.system(), kbs, true, Build.NO_REVISION, machine.day());
        for (int round = 0; round < 3; round++) {
            var exposure = assess(now).exposure();
            if (exposure == null || exposure.needed().isEmpty()) {
                break;
            }
            exposure.needed().forEach(kb -> kbs.add(kb.number()));
        }
        return now;
    }

    private static final Map<String, Optional<Advisory>> ADVISORIES = new ConcurrentHashMap<>();

    private static Optional<Advisory> advisory(String cve) {
        return ADVISORIES.computeIfAbsent(
                cve,
                id -> new AdvisoryFactory(
                                RealCatalogue.mended(), RealCatalogue.KNOWLEDGE.products(), RealCatalogue.LINES)
                        .named(id));
    }

    @Property(tries = 60)
    void fixed_by_all_is_vulnerable_by_none(@ForAll("machines") Machine machine, @ForAll long seed) {
        Assessment all = assess(machine);
        if (all.worst() != Verdict.Kind.FIXED) {
            return;
        }
        for (String cve : some(productUpdates(all).orElseThrow(), seed, 12)) {
            Optional<Advisory> advisory = advisory(cve);
            if (advisory.isPresent()) {
                Assessment one = new Assessor(RealCatalogue.KNOWLEDGE, List.of(advisory.get()), machine.day())
                        .assess(machine.snapshot());
                assertThat(one.worst())
                        .as(
                                "%s %s: %s",
                                cve,
                                machine,
                                one.findings().getFirst().verdict().because())
                        .isNotEqualTo(Verdict.Kind.VULNERABLE);
            }
        }
    }

    private static TreeSet<String> some(ProductUpdates productUpdates, long seed, int most) {
        Random random = new Random(seed);
        TreeSet<String> cves = new TreeSet<>();
        for (int left = most; left > 0 && !productUpdates.vulnerabilities().isEmpty(); left--) {
            Vulnerability vulnerability = productUpdates
                    .vulnerabilities()
                    .get(random.nextInt(productUpdates.vulnerabilities().size()));
            cves.add(RealCatalogue.mended().cve(vulnerability.cves()[0]).id());
        }
        return cves;
    }

    private static void notGreener(Assessment than, Assessment after, Object why) {
        assertThat(after.worst())
                .as(
                        "%s: %s",
                        why,
                        after.findings().stream()
                                .map(f -> f.advisory().id() + " " + f.verdict().kind())
                                .collect(Collectors.joining(", ")))
                .satisfies(worst ->
                        assertThat(worst.isGreen() && !than.worst().isGreen()).isFalse());
    }

    @Property(tries = 120)
    void a_lost_row_makes_no_machine_greener(@ForAll("machines") Machine machine, @ForAll long seed) {
        Assessment before = assess(machine);
        TreeSet<Integer> fewer = new TreeSet<>(machine.kbs());
        if (!fewer.isEmpty()) {
            fewer.remove(new ArrayList<>(fewer).get(new Random(seed).nextInt(fewer.size())));
        }
        notGreener(before, assess(machine.with(fewer)), machine);
    }

    @Property(tries = 120)
    void a_list_cut_short_makes_no_machine_greener(@ForAll("machines") Machine machine) {
        Machine cut = new Machine(machine.system(), machine.kbs(), false, machine.revision(), machine.day());
        notGreener(assess(machine), assess(cut), machine);
    }

    /** A look that failed, a lower revision beside, a scan that found it vulnerable. */
    @Property(tries = 120)
    void more_evidence_of_absence_makes_no_machine_greener(@ForAll("machines") Machine machine, @ForAll long seed) {
        Assessment before = assess(machine);
        notGreener(
                before,
                assess(
                        machine,
                        new Evidence.LookupFailed(Evidence.LookupKind.HOTFIXES, new Text("denied", "拒否"), SOURCE)),
                machine);
        Optional<ProductUpdates> productUpdates = productUpdates(before);
        if (productUpdates.isPresent()) {
            int[] revisions = IntStream.of(productUpdates.get().revisions())
                    .filter(r -> r != Build.NO_REVISION)
                    .toArray();
            if (revisions.length > 0 && machine.revision() != Build.NO_REVISION) {
                int lower = Math.min(machine.revision(), revisions[new Random(seed).nextInt(revisions.length)]);
                notGreener(
                        before,
                        assess(new Machine(machine.system(), machine.kbs(), machine.whole(), lower, machine.day())),
                        machine + " at " + lower);
            }
            for (String cve : some(productUpdates.get(), seed, 1)) {
                notGreener(
                        before,
                        assess(machine, new Evidence.ProbeAnswered(java.util.Set.of(cve), true, SOURCE)),
                        machine + " shown open to " + cve);
            }
        }
    }

    @Property(tries = 120)
    void a_later_day_makes_no_machine_greener(@ForAll("machines") Machine machine) {
        @Nullable Assessment before = null;
        for (LocalDate day : DAYS) {
            Assessment now = assess(machine.on(day));
            if (before != null) {
                notGreener(before, now, machine + " on " + day);
            }
            before = now.worst() == Verdict.Kind.UNKNOWN && isBeforeItsTime(now) ? null : now;
        }
    }

    /** Before a product came out no feed speaks of it. */
    private static boolean isBeforeItsTime(Assessment assessment) {
        return Objects.requireNonNull(assessment.exposure()).closed() == 0
                && assessment.exposure().open() == 0;
    }

    private static final Map<LocalDate, Catalogue> OLDER = new ConcurrentHashMap<>();

    /** A feed of an earlier day, asked a week or more after a Patch Tuesday. */
    @Property(tries = 60)
    void an_older_feed_makes_no_machine_greener(@ForAll("machines") Machine machine) {
        olderFeed(machine, LocalDate.parse("2018-12-11"));
    }

    private static void olderFeed(Machine machine, LocalDate until) {
        Catalogue older = OLDER.computeIfAbsent(until, RealCatalogue::until);
        Assessment before = assess(machine);
        Assessment after =
                new Assessor(RealCatalogue.KNOWLEDGE, List.of(), older, machine.day()).assess(machine.snapshot());
        notGreener(before, after, machine + " by a feed until " + until);
    }

    /** The same laws with more machines, and feeds of more days. */
    @Tag("long")
    @Property(tries = 4000)
    void all_laws_with_more_machines(@ForAll("machines") Machine machine, @ForAll long seed) {
        fixed_by_all_is_vulnerable_by_none(machine, seed);
        a_lost_row_makes_no_machine_greener(machine, seed);
        a_list_cut_short_makes_no_machine_greener(machine);
        more_evidence_of_absence_makes_no_machine_greener(machine, seed);
        a_later_day_makes_no_machine_greener(machine);
        olderFeed(machine, FEEDS.get((int) Math.floorMod(seed, FEEDS.size())));
    }

    private static final List<LocalDate> FEEDS =
            List.of(LocalDate.parse("2017-04-11"), LocalDate.parse("2018-12-11"), LocalDate.parse("2025-04-08"));
}
