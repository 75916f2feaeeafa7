package dev.firebreak.app.web.service;

import dev.firebreak.app.sinkhole.CallLogReader;
import dev.firebreak.app.sinkhole.SinkholeSettings;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.dashboard.FleetService;
import dev.firebreak.core.text.Text;
import dev.firebreak.core.watch.Indicator;
import dev.firebreak.core.watch.Indicators;
import dev.firebreak.core.watch.infection.AddressBook;
import dev.firebreak.core.watch.infection.CallOrigin;
import dev.firebreak.core.watch.infection.CallTally;
import dev.firebreak.core.watch.infection.InfectedList;
import dev.firebreak.core.watch.infection.InfectionState;
import dev.firebreak.core.watch.infection.InfectionStore;
import dev.firebreak.core.watch.infection.Lead;
import dev.firebreak.core.watch.infection.OwnProbe;
import dev.firebreak.core.watch.killswitch.KeptProbe;
import dev.firebreak.core.watch.killswitch.KillSwitchProbe;
import dev.firebreak.core.watch.killswitch.KillSwitchProbeStore;
import dev.firebreak.core.watch.killswitch.SegmentState;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the server knows of the kill switch: who called, which segments were probed, and what persons decided. Any number of threads may call. */
public final class KillSwitchService {

    /** A probe that is older proves nothing of now. */
    public static final Duration PROBE_COUNTS = Duration.ofHours(24);

    private static final Logger LOG = System.getLogger(KillSwitchService.class.getName());
    private static final String ADVISORY = "MS17-010";

    private final FleetService fleet;
    private final InfectionStore infections;
    private final KillSwitchProbeStore probes;
    private final List<Indicator> names;
    private final AddressRecords addresses;
    private final InstantSource clock;
    private final CallLogReader log;
    private final CallTally tally = new CallTally();
    private boolean unreadable;

    /**
     * Of a folder of data.
     *
     * @param data with the sinkhole's log in {@code sinkhole}, files of DHCP servers in {@code leases}, and addresses of resolvers, proxies and
     *     routers in {@code shared-addresses.txt}
     * @param zone of DHCP servers that write wall-clock time
     */
    public KillSwitchService(
            FleetService fleet,
            InfectionStore infections,
            KillSwitchProbeStore probes,
            Indicators indicators,
            Path data,
            InstantSource clock,
            ZoneId zone) {
        this.fleet = fleet;
        this.infections = infections;
        this.probes = probes;
        this.names = indicators.of(Indicators.WANNACRY_KILL_SWITCH);
        this.addresses = new AddressRecords(data, zone);
        this.clock = clock;
        this.log = new CallLogReader(SinkholeSettings.folder(data));
    }

    /** Everything the page shows, of one moment. */
    public record Overview(List<Lead> leads, List<SegmentState> segments, Totals totals) {}

    /**
     * What the log came to.
     *
     * @param others calls of names of no indicator
     * @param uncounted calls of more sources than are told apart
     * @param cut whether the oldest calls were deleted
     * @param unreadable whether the log could not be read the last time
     */
    public record Totals(long calls, long others, long uncounted, boolean cut, boolean unreadable) {}

    /** Reads what the sinkhole logged since the last time, and tells those who watch. */
    public void check() {
        long read = 0;
        synchronized (tally) {
            try {
                read = log.read(tally::add);
                unreadable = false;
            } catch (IOException e) {
                unreadable = true;
                LOG.log(Level.WARNING, "the sinkhole's log cannot be read", e);
            }
        }
        if (read > 0) {
            fleet.killSwitchChanged(calls());
        }
    }

    private long calls() {
        synchronized (tally) {
            return tally.calls();
        }
    }

    /** How everything stands. */
    public Overview overview() {
        List<OwnProbe> own = infections.probes();
        Map<String, List<InfectionState.Decided>> decisions = infections.decisions();
        List<SegmentState> segments = segments();
        synchronized (tally) {
            var totals = new Totals(tally.calls(), tally.others(), tally.uncounted(), log.isCut(), unreadable);
            return new Overview(InfectedList.of(tally.counts(), book(), own, decisions), segments, totals);
        }
    }

    private List<SegmentState> segments() {
        return SegmentState.of(
                probes.latest(),
                names.stream()
                        .filter(name -> name.firstSeen() != null)
                        .map(Indicator::value)
                        .toList(),
                clock.instant(),
                PROBE_COUNTS);
    }

    private AddressBook book() {
        List<AddressBook.Report> reports = new ArrayList<>();
        fleet.lines(line -> {
            if (!line.addresses().isEmpty()) {
                reports.add(new AddressBook.Report(line.name(), line.addresses(), List.of(), line.lastSeen()));
            }
        });
        return new AddressBook(reports, addresses.leases(), addresses.shared());
    }

    /** Who had which address, as the data folder tells. */
    public AddressRecords addresses() {
        return addresses;
    }

    /** The names that the sinkhole answers. */
    public List<Indicator> names() {
        return names;
    }

    /** The lead with that key. */
    public Optional<Lead> lead(String key) {
        return overview().leads().stream()
                .filter(lead -> lead.origin().key().equals(key))
                .findFirst();
    }

    /**
     * Keeps what a person decided about a caller.
     *
     * @return why that cannot be; empty where it is kept
     */
    public Optional<Text> decide(Lead lead, InfectionState.Kind kind, String by, String reason) {
        Optional<Text> refusal = InfectionState.refusal(kind, verdict(lead.origin()));
        if (refusal.isEmpty()) {
            infections.decide(
                    lead.origin().key(),
                    new InfectionState.Decided(kind, new InfectionState.Decision(clock.instant(), by, reason)));
            fleet.killSwitchChanged(calls());
        }
        return refusal;
    }

    private Verdict.@Nullable Kind verdict(CallOrigin origin) {
        return origin instanceof CallOrigin.Machine machine
                ? fleet.line(machine.name()).map(line -> line.verdict(ADVISORY)).orElse(null)
                : null;
    }

    /** Keeps probes that somebody sent. */
    public void keep(List<KillSwitchProbe> sent, String site, String sender) {
        Instant now = clock.instant();
        infections.remember(sent.stream().map(OwnProbe::of).toList());
        probes.keep(sent.stream()
                .map(probe -> new KeptProbe(site, sender, now, probe))
                .toList());
        fleet.killSwitchChanged(calls());
    }
}
