package dev.firebreak.core.watch.killswitch;

import static dev.firebreak.core.watch.killswitch.KillSwitchVerdict.NOT_PROTECTED;
import static dev.firebreak.core.watch.killswitch.KillSwitchVerdict.PROTECTED;
import static dev.firebreak.core.watch.killswitch.KillSwitchVerdict.UNKNOWN;

import dev.firebreak.core.fleet.NetworkAddress;
import dev.firebreak.core.watch.killswitch.DnsObservation.Outcome;
import dev.firebreak.core.watch.killswitch.DnsObservation.RecordType;
import dev.firebreak.core.watch.killswitch.DnsObservation.Transport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Judges a probe by what the worm does: it resolves {@code www.NAME} as Windows does (hosts file, then whichever configured resolver answers),
 * connects to TCP port 80 without any proxy, and stops at any HTTP answer. NXDOMAIN, a reset and silence do not stop it. A verdict that is not
 * {@code not_protected} or {@code unknown} needs an observed answer for every address of every resolver: one proof is never lent to another.
 */
public final class KillSwitchRule {

    /** How long a probe counts where nobody says otherwise. */
    public static final Duration USUAL_AGE = Duration.ofHours(24);

    /** Clocks of machines differ; a probe from further ahead is no evidence of now. */
    private static final Duration MAX_AHEAD = Duration.ofMinutes(5);

    private final Instant now;
    private final Duration mostAge;
    private final int port;

    /**
     * @param mostAge a probe older than this proves nothing
     * @param port the port that counts: 80, unless a person asked for a rehearsal on another one
     */
    public KillSwitchRule(Instant now, Duration mostAge, int port) {
        this.now = now;
        this.mostAge = mostAge;
        this.port = port;
    }

    /** Whether the probe tells of now. */
    boolean isFresh(KillSwitchProbe probe) {
        Instant time = probe.origin().time();
        return !time.isAfter(now.plus(MAX_AHEAD)) && !time.isBefore(now.minus(mostAge));
    }

    /** What the probe means, never green without a fresh observation of the whole way. */
    public KillSwitchResult judge(KillSwitchProbe probe) {
        if (!isFresh(probe)) {
            return new KillSwitchResult(
                    probe,
                    UNKNOWN,
                    UNKNOWN,
                    List.of(KillSwitchReasons.notFresh(probe.origin().time(), mostAge, now)));
        }
        List<KillSwitchReason> because = new ArrayList<>();
        var web = new WebRule(probe, port);
        KillSwitchVerdict byResolvers = resolvers(probe, web, because);
        KillSwitchVerdict verdict = byResolvers;
        if (!probe.hosts().isEmpty()) {
            verdict = addresses(probe.hosts(), web, because);
            because.add(KillSwitchReasons.hostsFile(probe.hosts(), byResolvers));
        }
        notes(probe, verdict, because);
        because.sort(Comparator.comparing(KillSwitchReason::weight));
        return new KillSwitchResult(
                probe, verdict, byResolvers, because.stream().distinct().toList());
    }

    private KillSwitchVerdict resolvers(KillSwitchProbe probe, WebRule web, List<KillSwitchReason> because) {
        Map<String, List<DnsObservation>> all = new TreeMap<>();
        for (DnsObservation observation : probe.dns()) {
            all.computeIfAbsent(observation.resolver(), r -> new ArrayList<>()).add(observation);
        }
        if (all.isEmpty()) {
            because.add(KillSwitchReasons.noResolver());
            return UNKNOWN;
        }
        boolean answered = all.values().stream().anyMatch(r -> answer(r) == Outcome.ADDRESS);
        KillSwitchVerdict worst = PROTECTED;
        for (Map.Entry<String, List<DnsObservation>> resolver : all.entrySet()) {
            worst = worst.worse(resolver(resolver.getKey(), resolver.getValue(), answered, web, because));
        }
        if (addressesOf(probe).size() > 1) {
            because.add(KillSwitchReasons.severalAddresses(addressesOf(probe)));
        }
        return worst;
    }

    /** Every machine of the segment may be answered by this one: what it says counts as if it were alone. */
    private static KillSwitchVerdict resolver(
            String name,
            List<DnsObservation> observations,
            boolean othersAnswer,
            WebRule web,
            List<KillSwitchReason> because) {
        Outcome outcome = answer(observations);
        return switch (outcome) {
            case ADDRESS -> answered(name, observations, web, because);
            case NXDOMAIN, NO_DATA -> {
                because.add(KillSwitchReasons.noName(name, outcome));
                yield NOT_PROTECTED;
            }
            case FAILED, TRUNCATED -> {
                because.add(KillSwitchReasons.notAsked(name));
                yield UNKNOWN;
            }
            case REFUSED, SERVFAIL, OTHER_CODE, MALFORMED, TIMEOUT, UNREACHABLE -> {
                // Windows asks the next resolver then. While another answers nothing is lost; what this one says
                // tomorrow is not known.
                because.add(KillSwitchReasons.noAnswer(name, outcome, othersAnswer));
                yield othersAnswer ? UNKNOWN : NOT_PROTECTED;
            }
        };
    }

    private static KillSwitchVerdict answered(
            String name, List<DnsObservation> observations, WebRule web, List<KillSwitchReason> because) {
        KillSwitchVerdict verdict = addresses(addresses(observations, RecordType.A), web, because);
        Outcome tcp = outcome(observations, Transport.TCP, RecordType.A);
        if (tcp == Outcome.NXDOMAIN
                || tcp == Outcome.NO_DATA
                || (tcp == Outcome.ADDRESS && !sameOverTcp(observations))) {
            because.add(KillSwitchReasons.transportsDiffer(name, tcp));
            verdict = verdict.worse(UNKNOWN);
        } else if (tcp != Outcome.ADDRESS && tcp != Outcome.FAILED) {
            because.add(KillSwitchReasons.noTcp(name));
        }
        if (outcome(observations, Transport.UDP, RecordType.AAAA) == Outcome.NXDOMAIN) {
            // RFC 4074, 4.2: some clients take the name for absent altogether.
            because.add(KillSwitchReasons.noNameByIpv6(name));
            verdict = verdict.worse(UNKNOWN);
        }
        for (String address : addresses(observations, RecordType.AAAA)) {
            verdict = verdict.worse(web.ipv6(address, because));
        }
        return verdict;
    }

    private static boolean sameOverTcp(List<DnsObservation> observations) {
        return of(observations, Transport.UDP, RecordType.A).stream()
                .filter(o -> o.outcome() == Outcome.ADDRESS)
                .allMatch(udp -> of(observations, Transport.TCP, RecordType.A).stream()
                        .allMatch(tcp -> Set.copyOf(tcp.addresses()).equals(Set.copyOf(udp.addresses()))));
    }

    /** All of them must stop the worm: Windows may take any. IPv6 counts apart, for XP has none unless it is installed. */
    private static KillSwitchVerdict addresses(List<String> addresses, WebRule web, List<KillSwitchReason> because) {
        List<KillSwitchVerdict> verdicts = addresses.stream()
                .filter(address -> !NetworkAddress.isIpv6(address))
                .map(address -> web.address(address, because))
                .toList();
        KillSwitchVerdict worst = verdicts.stream().reduce(PROTECTED, KillSwitchVerdict::worse);
        if (verdicts.isEmpty()) {
            because.add(KillSwitchReasons.noIpv4());
            return UNKNOWN;
        }
        if (worst == NOT_PROTECTED && verdicts.stream().anyMatch(v -> v.compareTo(UNKNOWN) > 0)) {
            because.add(KillSwitchReasons.someAddresses());
            return UNKNOWN;
        }
        return worst;
    }

    private void notes(KillSwitchProbe probe, KillSwitchVerdict verdict, List<KillSwitchReason> because) {
        for (ProxyObservation proxy : probe.proxies()) {
            boolean trap = proxy.kind() != ProxyObservation.Kind.PAC
                    && proxy.outcome() == ProxyObservation.Outcome.ANSWERED
                    && verdict == NOT_PROTECTED;
            because.add(trap ? KillSwitchReasons.proxyTrap(proxy) : KillSwitchReasons.proxy(proxy));
        }
        if (probe.sinkhole().state() == SinkholeSight.State.UNREADABLE) {
            because.add(KillSwitchReasons.logUnreadable());
        }
        if (port != KillSwitchProbe.WORM_PORT) {
            because.add(KillSwitchReasons.otherPort(port));
        }
    }

    /** What the resolver says to Windows: over UDP, and over TCP only where the answer was cut. */
    private static Outcome answer(List<DnsObservation> observations) {
        Outcome udp = outcome(observations, Transport.UDP, RecordType.A);
        return udp == Outcome.TRUNCATED ? outcome(observations, Transport.TCP, RecordType.A) : udp;
    }

    /** The worst of what was observed; {@code FAILED} where it was not asked. */
    private static Outcome outcome(List<DnsObservation> observations, Transport transport, RecordType type) {
        return of(observations, transport, type).stream()
                .map(DnsObservation::outcome)
                .max(Comparator.naturalOrder())
                .orElse(Outcome.FAILED);
    }

    private static List<DnsObservation> of(List<DnsObservation> observations, Transport transport, RecordType type) {
        return observations.stream()
                .filter(o -> o.transport() == transport && o.type() == type)
                .toList();
    }

    private static List<String> addresses(List<DnsObservation> observations, RecordType type) {
        return observations.stream()
                .filter(o -> o.type() == type)
                .flatMap(o -> o.addresses().stream())
                .distinct()
                .toList();
    }

    private static Set<String> addressesOf(KillSwitchProbe probe) {
        return new LinkedHashSet<>(addresses(probe.dns(), RecordType.A));
    }
}
