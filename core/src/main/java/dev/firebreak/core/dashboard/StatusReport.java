package dev.firebreak.core.dashboard;

import dev.firebreak.core.access.ApprovedException;
import dev.firebreak.core.fleet.MachineStatus;
import dev.firebreak.core.fleet.StatusTally;
import dev.firebreak.core.inventory.MachineName;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The figures of the one-page report (報告): by site and of all. A machine counts in exactly one of not affected, patched, mitigated,
 * exposed, unknown; waived ones are counted a second time, beside.
 *
 * @param sites in the order of the board: the most open machines first
 */
public record StatusReport(String advisory, Instant at, Row all, List<Row> sites) {

    public StatusReport {
        sites = List.copyOf(sites);
    }

    /** With machines that no report covers: they are of no site, and concerned as far as anybody knows. */
    public StatusReport withUnreported(int machines) {
        if (machines == 0) {
            return this;
        }
        List<Row> rows = new ArrayList<>();
        Row nowhere = new Row("", StatusTally.NONE, 0);
        for (Row site : sites) {
            if (site.name().isEmpty()) {
                nowhere = site;
            } else {
                rows.add(site);
            }
        }
        rows.add(nowhere.withUnknown(machines));
        return new StatusReport(advisory, at, all.withUnknown(machines), rows);
    }

    /**
     * One line of figures.
     *
     * @param name of the site; empty for all together and for machines without one
     * @param waived machines that are vulnerable, unknown or silent with an approved exception (例外); they stay counted there
     */
    public record Row(String name, StatusTally tally, int waived) {

        /** Machines that the advisory concerns or may concern (対象): all but those proven not to be affected. */
        public int concerned() {
            return tally.total() - tally.of(MachineStatus.NOT_AFFECTED);
        }

        Row withUnknown(int machines) {
            return new Row(name, tally.withUnknown(machines), waived);
        }

        /** Machines of which nobody knows (未確認): unknown and silent. */
        public int unconfirmed() {
            return tally.of(MachineStatus.UNKNOWN) + tally.of(MachineStatus.SILENT);
        }
    }

    /**
     * Of a board and the waivers that hold on a day.
     *
     * @param machines finds a machine with its light for the board's advisory; empty where no machine of that name is registered
     */
    public static StatusReport of(
            MachineIndex.Board board,
            List<ApprovedException> exceptions,
            LocalDate day,
            Function<String, Optional<MachineIndex.Found>> machines) {
        Map<String, Integer> bySite = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (ApprovedException exception : exceptions) {
            if (exception.advisory().equals(board.advisory())
                    && exception.holds(day)
                    && seen.add(MachineName.key(exception.machine()))) {
                machines.apply(exception.machine())
                        .filter(found -> isOpen(found.status()))
                        .ifPresent(found -> bySite.merge(found.line().site(), 1, Integer::sum));
            }
        }
        int waived = bySite.values().stream().mapToInt(Integer::intValue).sum();
        return new StatusReport(
                board.advisory(),
                board.at(),
                new Row("", board.all(), waived),
                board.sites().stream()
                        .map(site -> new Row(site.name(), site.tally(), bySite.getOrDefault(site.name(), 0)))
                        .toList());
    }

    private static boolean isOpen(MachineStatus status) {
        return switch (status) {
            case VULNERABLE, UNKNOWN, SILENT -> true;
            case MITIGATED, FIXED, NOT_AFFECTED -> false;
        };
    }
}
