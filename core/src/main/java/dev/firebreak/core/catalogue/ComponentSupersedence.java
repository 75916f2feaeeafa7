package dev.firebreak.core.catalogue;

import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.Update;
import dev.firebreak.core.advisory.UpdateLine;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What follows for updates of programs on Windows: those of Internet Explorer are cumulative by their title, and where a
 * feed names an update beside a rollup for every hole it closes, the rollup has it.
 */
final class ComponentSupersedence {

    private static final String DOT_NET = ".NET Framework";
    private static final Pattern CUMULATIVE =
            Pattern.compile("(?i)(cumulative )?security update for internet explorer");

    /** CVEs that no servicing stack or Secure Boot update closes at once. */
    private static final int MUCH = 10;

    private final ReleaseDates published;
    private final @Nullable UpdateLine carrying;
    private final @Nullable UpdateLine securityOnly;
    private final List<SupersedenceRepair> repairs = new ArrayList<>();

    ComponentSupersedence(ReleaseDates published, @Nullable UpdateLine carrying, @Nullable UpdateLine securityOnly) {
        this.published = published;
        this.carrying = carrying;
        this.securityOnly = securityOnly;
    }

    static boolean isCumulative(String title) {
        return CUMULATIVE.matcher(title.strip()).matches();
    }

    /**
     * Containments to add, each a repair of two: what is contained, and what contains it.
     *
     * @param cumulative updates titled as cumulative
     * @param closing updates by CVE, by program
     */
    List<SupersedenceRepair> mend(SortedSet<Kb> cumulative, SortedMap<String, TreeMap<String, TreeSet<Kb>>> closing) {
        follow(cumulative, SupersedenceRepair::cumulativeByTitle);
        // "Cumulative Update for .NET Framework 3.5 and 4.8": since Windows 10 1809 each has all before it.
        TreeMap<String, TreeSet<Kb>> dotNet = new TreeMap<>();
        closing.forEach((program, byCve) -> {
            if (program.contains("Flash Player")) {
                TreeSet<Kb> all = new TreeSet<>();
                byCve.values().forEach(all::addAll);
                follow(all, SupersedenceRepair::wholeProgram);
            }
            if (program.contains(DOT_NET) && carrying != null && carrying.isCumulative()) {
                byCve.values().stream()
                        .flatMap(TreeSet::stream)
                        .filter(kb -> place(kb) < 0)
                        .forEach(dotNet.computeIfAbsent(newestVersion(program), v -> new TreeSet<>())::add);
            }
            if (!program.isEmpty()) {
                beside(byCve);
            } else if (carrying != null && carrying.isCumulative()) {
                wholeSystem(byCve, carrying);
            }
        });
        dotNet.values().forEach(all -> follow(all, SupersedenceRepair::wholeProgram));
        return repairs;
    }

    /** The version that decides which update it is: "3.5 AND 4.8" and "4.8" have the same. */
    private static String newestVersion(String program) {
        return program.substring(program.lastIndexOf(' ') + 1);
    }

    /**
     * Where each month's update is the whole system's, another one for the system (a hotpatch, an update out of band) is
     * overtaken by it: one that a feed names beside the line's for most of what it closes, or that closes much. What closes
     * little and alone is something of its own: a servicing stack, the keys of Secure Boot, the recovery environment.
     */
    private void wholeSystem(Map<String, TreeSet<Kb>> byCve, UpdateLine line) {
        TreeMap<Kb, Integer> closes = new TreeMap<>();
        TreeMap<Kb, List<Integer>> besideLine = new TreeMap<>();
        for (TreeSet<Kb> named : byCve.values()) {
            OptionalInt first =
                    named.stream().mapToInt(this::place).filter(p -> p >= 0).min();
            for (Kb kb : named) {
                if (place(kb) < 0) {
                    closes.merge(kb, 1, Integer::sum);
                    List<Integer> places = besideLine.computeIfAbsent(kb, k -> new ArrayList<>());
                    first.ifPresent(places::add);
                }
            }
        }
        closes.forEach((kb, count) -> {
            List<Integer> places = besideLine.getOrDefault(kb, List.of());
            if (2 * places.size() >= count || count >= MUCH) {
                int middle = places.stream()
                        .sorted()
                        .skip(places.size() / 2)
                        .findFirst()
                        .orElse(-1);
                published
                        .on(kb)
                        .flatMap(line::firstCumulativeFrom)
                        .map(Update::kb)
                        // A feed's day may be too early; what it names beside most of the holes is not.
                        .map(next -> place(next) >= middle
                                ? next
                                : line.updates().get(middle).kb())
                        .ifPresent(cumulative -> repairs.add(SupersedenceRepair.inCumulative(kb, cumulative)));
            }
        });
    }

    private void follow(SortedSet<Kb> chain, BiFunction<Kb, Kb, SupersedenceRepair> repair) {
        List<Kb> inOrder = chain.stream()
                .filter(kb -> published.on(kb).isPresent() && !isSecurityOnly(kb))
                .sorted(Comparator.comparing((Kb kb) -> published.on(kb).orElseThrow())
                        .thenComparing(kb -> kb))
                .toList();
        for (int i = 0; i < inOrder.size(); i++) {
            Kb older = inOrder.get(i);
            // Of two of one day neither has the other; the next one has both.
            inOrder.stream()
                    .skip(i + 1L)
                    .filter(newer -> published
                            .on(older)
                            .orElseThrow()
                            .isBefore(published.on(newer).orElseThrow()))
                    .findFirst()
                    .ifPresent(newer -> repairs.add(repair.apply(older, newer)));
        }
    }

    private void beside(Map<String, TreeSet<Kb>> byCve) {
        if (carrying == null) {
            return;
        }
        TreeMap<Kb, Kb> rollupOf = new TreeMap<>();
        TreeSet<Kb> alone = new TreeSet<>();
        for (TreeSet<Kb> named : byCve.values()) {
            Kb rollup = named.stream()
                    .filter(kb -> place(kb) >= 0)
                    .min(Comparator.comparingInt(this::place))
                    .orElse(null);
            for (Kb kb : named) {
                if (place(kb) >= 0 || isSecurityOnly(kb)) {
                    continue;
                }
                if (rollup == null) {
                    alone.add(kb);
                } else {
                    rollupOf.merge(kb, rollup, (a, b) -> place(a) >= place(b) ? a : b);
                }
            }
        }
        rollupOf.forEach((kb, rollup) -> {
            LocalDate day = published.on(kb).orElse(null);
            LocalDate month = published.on(rollup).orElse(null);
            boolean sameMonth = day != null && month != null && !month.isBefore(day);
            if (sameMonth && !alone.contains(kb)) {
                repairs.add(SupersedenceRepair.besideRollup(kb, rollup));
            }
        });
    }

    private int place(Kb kb) {
        return Objects.requireNonNull(carrying).indexOf(kb);
    }

    private boolean isSecurityOnly(Kb kb) {
        return securityOnly != null && securityOnly.indexOf(kb) >= 0;
    }
}
