package dev.firebreak.app.web.service;

import dev.firebreak.app.collect.network.ExpectedReader;
import dev.firebreak.app.collect.network.NetworkText;
import dev.firebreak.app.collect.network.SightingReader;
import dev.firebreak.app.collect.network.SmbFindingReader;
import dev.firebreak.core.fleet.ExpectedMachine;
import dev.firebreak.core.fleet.FleetGaps;
import dev.firebreak.core.fleet.GapDecision;
import dev.firebreak.core.fleet.GapStore;
import dev.firebreak.core.fleet.KnownMachines;
import dev.firebreak.core.fleet.Sighting;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Machines that no report covers: imports the lists, compares them with the fleet, and keeps what persons decide. Any thread may call. */
public final class GapService {

    /** Bytes of a list. */
    public static final int MAX_BYTES = 16 << 20;

    /** Characters of a reason. */
    public static final int MAX_REASON_LENGTH = 1000;

    private static final int MAX_LISTS = 200;

    private final WebServices services;
    private final Map<String, ParsedList> parsed = new HashMap<>();

    public GapService(WebServices services) {
        this.services = services;
    }

    /** A list and what was read of it. */
    public record ParsedList(
            GapStore.ImportedList list,
            List<ExpectedMachine> machines,
            List<Sighting> sightings,
            List<SmbFindingReader.Answer> answers,
            int problems) {

        public int entries() {
            return machines.size() + sightings.size();
        }
    }

    /** What an import came to: entries that were read, and what could not be. */
    public record ImportedEntries(int entries, List<Problem> problems) {
        public ImportedEntries {
            problems = List.copyOf(problems);
        }

        /** The problems for people, with their lines. */
        public List<Text> texts() {
            return problems.stream()
                    .map(problem -> problem.source().line() > 0
                            ? Text.format(
                                    "line %d: %s", "%d 行目: %s", problem.source().line(), problem.what())
                            : problem.what())
                    .toList();
        }
    }

    /** All lists with what they hold. */
    public synchronized List<ParsedList> lists() {
        List<ParsedList> all = new ArrayList<>();
        for (GapStore.ImportedList list : services.gaps().lists()) {
            ParsedList known = parsed.get(list.name());
            if (known == null || !known.list().equals(list)) {
                known = parse(list, services.gaps().text(list.name()).orElse(""));
                parsed.put(list.name(), known);
            }
            all.add(known);
        }
        parsed.keySet().retainAll(all.stream().map(one -> one.list().name()).toList());
        return all;
    }

    private ParsedList parse(GapStore.ImportedList list, String text) {
        Source source = Source.of(list.name());
        if (list.expected()) {
            Read<ExpectedMachine> read = ExpectedReader.read(source, text, services.zone());
            return new ParsedList(
                    list, read.items(), List.of(), List.of(), read.problems().size());
        }
        Instant modified = list.modified() == null ? list.importedAt() : list.modified();
        Read<Sighting> read = SightingReader.read(source, text, services.zone(), modified);
        return new ParsedList(
                list,
                List.of(),
                read.items(),
                SmbFindingReader.read(text),
                read.problems().size());
    }

    /** How the fleet compares with the lists; nothing is added where there are none. */
    public FleetGaps gaps() {
        List<ParsedList> lists = lists();
        if (lists.isEmpty()) {
            return FleetGaps.NONE;
        }
        var known = new KnownMachines();
        services.fleet().lines(line -> known.add(line.name(), line.addresses()));
        return FleetGaps.of(
                known,
                lists.stream().flatMap(list -> list.machines().stream()).toList(),
                lists.stream().flatMap(list -> list.sightings().stream()).toList(),
                services.gaps().decisions(),
                services.clock().instant());
    }

    /** The last answer of each address that accepted SMBv1, vulnerable ones first. */
    public List<SmbFindingReader.Answer> smb1() {
        Map<String, SmbFindingReader.Answer> last = new LinkedHashMap<>();
        for (ParsedList list : lists()) {
            for (SmbFindingReader.Answer answer : list.answers()) {
                last.merge(answer.address(), answer, GapService::newer);
            }
        }
        return last.values().stream()
                .filter(answer -> Boolean.TRUE.equals(answer.smb1()))
                .sorted(Comparator.comparing((SmbFindingReader.Answer answer) ->
                                !answer.patch().equals("vulnerable"))
                        .thenComparing(SmbFindingReader.Answer::address))
                .toList();
    }

    private static SmbFindingReader.Answer newer(SmbFindingReader.Answer one, SmbFindingReader.Answer other) {
        return one.at() != null && (other.at() == null || other.at().isBefore(one.at())) ? one : other;
    }

    /** When the network was last probed; null where it never was. */
    public @Nullable Instant lastProbe() {
        return lists().stream()
                .flatMap(list -> list.answers().stream())
                .map(SmbFindingReader.Answer::at)
                .filter(at -> at != null)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    /**
     * Imports a list, in the place of the one of the same name. Where nothing can be read, nothing is kept.
     *
     * @param by as the audit names who imports
     */
    public ImportedEntries take(String name, byte[] content, boolean expected, @Nullable Instant modified, String by) {
        String text = content.length > MAX_BYTES ? null : NetworkText.decode(content);
        if (text == null) {
            return refused(name, new Text("no text, or larger than 16 MiB", "テキストではないか、16 MiB を超えています"));
        }
        List<GapStore.ImportedList> there = services.gaps().lists();
        if (there.size() >= MAX_LISTS
                && there.stream().noneMatch(list -> list.name().equals(name))) {
            return refused(name, Text.format("there are %d lists already", "一覧がすでに %d 件あります", MAX_LISTS));
        }
        Instant now = services.clock().instant();
        var list = new GapStore.ImportedList(name, expected, modified, now, by);
        ParsedList read = parse(list, text);
        List<Problem> problems = problems(list, text);
        if (read.entries() > 0) {
            services.gaps().keep(list, text);
            audit(by, "gap.import", name, read.entries() + " entries");
        }
        return new ImportedEntries(read.entries(), problems);
    }

    private static ImportedEntries refused(String name, Text why) {
        return new ImportedEntries(0, List.of(new Problem(Source.of(name), why)));
    }

    private List<Problem> problems(GapStore.ImportedList list, String text) {
        Source source = Source.of(list.name());
        return list.expected()
                ? ExpectedReader.read(source, text, services.zone()).problems()
                : SightingReader.read(source, text, services.zone(), list.importedAt())
                        .problems();
    }

    /** Takes a list out; false where there is none. */
    public boolean drop(String name, String by) {
        boolean was = services.gaps().drop(name);
        if (was) {
            audit(by, "gap.drop", name, "");
        }
        return was;
    }

    /**
     * Keeps a decision of a person. It changes no verdict, and a machine that is tied must be in the fleet.
     *
     * @param machine which machine it is; null where it does not count
     * @return false where the machine is not in the fleet, or the reason is missing or too long
     */
    public boolean decide(GapDecision.Kind kind, String key, @Nullable String machine, String reason, String by) {
        if (reason.isBlank()
                || reason.length() > MAX_REASON_LENGTH
                || (machine != null && services.fleet().line(machine).isEmpty())) {
            return false;
        }
        services.gaps()
                .decide(new GapDecision(
                        kind, key, machine, reason.strip(), by, services.clock().instant()));
        audit(
                by,
                machine == null ? "gap.dismiss" : "gap.tie",
                key,
                machine == null ? "does not count: " + reason : "is " + machine + ": " + reason);
        return true;
    }

    /** Takes a decision back; false where there is none. */
    public boolean withdraw(GapDecision.Kind kind, String key, String by) {
        boolean was = services.gaps().withdraw(kind, key);
        if (was) {
            audit(by, "gap.undo", key, "");
        }
        return was;
    }

    /** All decisions, the newest first. */
    public List<GapDecision> decisions() {
        return services.gaps().decisions();
    }

    private void audit(String by, String what, String about, String detail) {
        services.audit().add(services.clock().instant(), by, what, about, detail);
    }
}
