package dev.firebreak.core.watch.killswitch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether the kill switch works in one segment, by the fresh probes from it. The worst machine and the worst name count; a name without a fresh
 * probe is unknown, and an entry in one machine's hosts file protects no segment.
 *
 * @param segment empty for probes that named none
 * @param names one for each expected name and each other name that was probed, the worst first
 * @param lastProbe time of the latest probe, fresh or not
 */
public record SegmentState(
        String site, String segment, KillSwitchVerdict verdict, List<NameState> names, Instant lastProbe) {

    public SegmentState {
        names = List.copyOf(names);
    }

    /**
     * One name in one segment.
     *
     * @param machine that probed with the worst result; null where there is no probe or it did not tell
     * @param lastProbe time of the latest probe of the name; null where there is none
     * @param because of the worst probe
     */
    public record NameState(
            String name,
            KillSwitchVerdict verdict,
            @Nullable String machine,
            @Nullable Instant lastProbe,
            List<KillSwitchReason> because) {

        public NameState {
            because = List.copyOf(because);
        }
    }

    private record Segment(String site, String name) implements Comparable<Segment> {
        @Override
        public int compareTo(Segment other) {
            return Comparator.comparing(Segment::site)
                    .thenComparing(Segment::name)
                    .compare(this, other);
        }
    }

    /**
     * All segments from which anybody probed, the worst first.
     *
     * @param expected names that must work in every segment
     * @param mostAge a probe older than this proves nothing
     */
    public static List<SegmentState> of(
            Collection<KeptProbe> probes, Collection<String> expected, Instant now, Duration mostAge) {
        var rule = new KillSwitchRule(now, mostAge, KillSwitchProbe.WORM_PORT);
        Map<Segment, List<KeptProbe>> segments = new TreeMap<>();
        for (KeptProbe probe : probes) {
            segments.computeIfAbsent(new Segment(probe.site(), probe.segment()), s -> new ArrayList<>())
                    .add(probe);
        }
        List<SegmentState> states = new ArrayList<>();
        segments.forEach((segment, kept) -> states.add(state(segment, kept, expected, rule)));
        states.sort(Comparator.comparing(SegmentState::verdict));
        return states;
    }

    private static SegmentState state(
            Segment segment, List<KeptProbe> probes, Collection<String> expected, KillSwitchRule rule) {
        Set<String> names = new LinkedHashSet<>();
        expected.forEach(name -> names.add(KillSwitchProbe.normal(name)));
        probes.forEach(probe -> names.add(probe.probe().name()));
        List<NameState> states = new ArrayList<>();
        for (String name : names) {
            states.add(name(
                    name,
                    probes.stream()
                            .map(KeptProbe::probe)
                            .filter(p -> p.name().equals(name))
                            .toList(),
                    rule));
        }
        states.sort(Comparator.comparing(NameState::verdict));
        Instant last = probes.stream()
                .map(p -> p.probe().origin().time())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return new SegmentState(
                segment.site(), segment.name(), states.getFirst().verdict(), states, last);
    }

    private static NameState name(String name, List<KillSwitchProbe> probes, KillSwitchRule rule) {
        List<KillSwitchResult> fresh = probes.stream()
                .filter(rule::isFresh)
                .map(rule::judge)
                .sorted(Comparator.comparing(KillSwitchResult::segmentVerdict))
                .toList();
        Instant last = probes.stream()
                .map(p -> p.origin().time())
                .max(Comparator.naturalOrder())
                .orElse(null);
        if (!fresh.isEmpty()) {
            KillSwitchResult worst = fresh.getFirst();
            return new NameState(
                    name, worst.segmentVerdict(), worst.probe().origin().machine(), last, worst.because());
        }
        List<KillSwitchReason> because = probes.stream()
                .max(Comparator.comparing(p -> p.origin().time()))
                .map(latest -> rule.judge(latest).because())
                .orElseGet(() -> List.of(KillSwitchReasons.neverProbed()));
        return new NameState(name, KillSwitchVerdict.UNKNOWN, null, last, because);
    }
}
