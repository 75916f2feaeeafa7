package dev.firebreak.core.watch.killswitch;

import static dev.firebreak.core.watch.killswitch.KillSwitchVerdict.NOT_PROTECTED;
import static dev.firebreak.core.watch.killswitch.KillSwitchVerdict.PROTECTED;
import static dev.firebreak.core.watch.killswitch.KillSwitchVerdict.PROTECTED_BLIND;
import static dev.firebreak.core.watch.killswitch.KillSwitchVerdict.UNKNOWN;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the worm's request at one address means: any HTTP answer stops the worm, everything else does not or is not known. */
final class WebRule {

    private final KillSwitchProbe probe;
    private final int port;

    WebRule(KillSwitchProbe probe, int port) {
        this.probe = probe;
        this.port = port;
    }

    /** The worst of all requests to an address; unknown where there was none. */
    KillSwitchVerdict address(String address, List<KillSwitchReason> because) {
        List<WebObservation> observations = of(address);
        if (observations.isEmpty()) {
            because.add(KillSwitchReasons.notProbed(address, port));
            return UNKNOWN;
        }
        KillSwitchVerdict worst = PROTECTED;
        for (WebObservation observation : observations) {
            worst = worst.worse(observed(observation, because));
        }
        return worst;
    }

    /** An IPv6 address beside an IPv4 address: Windows with IPv6 takes it first and falls back only where there is no route. */
    KillSwitchVerdict ipv6(String address, List<KillSwitchReason> because) {
        List<WebObservation> observations = of(address);
        if (!observations.isEmpty()
                && observations.stream().allMatch(o -> o.connect() == WebObservation.Connect.UNREACHABLE)) {
            because.add(KillSwitchReasons.noIpv6Here(address));
            return PROTECTED;
        }
        KillSwitchVerdict verdict = address(address, because);
        if (verdict == NOT_PROTECTED) {
            because.add(KillSwitchReasons.ipv6First(address));
            return UNKNOWN;
        }
        return verdict;
    }

    private List<WebObservation> of(String address) {
        return probe.web().stream()
                .filter(o -> o.port() == port && o.address().equals(address))
                .toList();
    }

    private KillSwitchVerdict observed(WebObservation observation, List<KillSwitchReason> because) {
        return switch (observation.connect()) {
            case OPEN -> connected(observation, because);
            case REFUSED, TIMEOUT, UNREACHABLE -> {
                because.add(KillSwitchReasons.noConnection(observation));
                yield NOT_PROTECTED;
            }
            case FAILED -> {
                because.add(KillSwitchReasons.notProbed(observation.address(), port));
                yield UNKNOWN;
            }
        };
    }

    private KillSwitchVerdict connected(WebObservation observation, List<KillSwitchReason> because) {
        return switch (observation.answer()) {
            case HTTP -> stopped(observation, because);
            case CLOSED, TIMEOUT -> {
                because.add(KillSwitchReasons.noHttp(observation));
                yield NOT_PROTECTED;
            }
            case NOT_HTTP -> {
                because.add(KillSwitchReasons.notHttp(observation));
                yield UNKNOWN;
            }
            case NOT_ASKED, FAILED -> {
                because.add(KillSwitchReasons.notProbed(observation.address(), port));
                yield UNKNOWN;
            }
        };
    }

    /** The worm stops here. Whether the request came to the sinkhole from the machine's own address is a second proof. */
    private KillSwitchVerdict stopped(WebObservation observation, List<KillSwitchReason> because) {
        KillSwitchReason blind = blind(observation);
        if (!observation.traces().isEmpty()) {
            because.add(KillSwitchReasons.traces(observation));
        }
        if (blind != null) {
            because.add(blind);
            return PROTECTED_BLIND;
        }
        because.add(KillSwitchReasons.seen(observation));
        return PROTECTED;
    }

    /** Why the sinkhole did not see the machine itself; null where it did. */
    private @Nullable KillSwitchReason blind(WebObservation observation) {
        SinkholeReceipt receipt = observation.receipt();
        String local = observation.local();
        SinkholeSight sight = probe.sinkhole();
        if (receipt != null && !receipt.nonce().equals(probe.origin().nonce())) {
            return KillSwitchReasons.otherReceipt(observation);
        }
        if (sight.state() == SinkholeSight.State.NOT_SEEN) {
            return KillSwitchReasons.notSeen(observation);
        }
        if (receipt == null && sight.state() != SinkholeSight.State.SEEN) {
            return KillSwitchReasons.otherAnswer(observation);
        }
        if (local == null) {
            return KillSwitchReasons.sourceUnknown(observation);
        }
        if (receipt != null && !receipt.source().equals(local)) {
            return KillSwitchReasons.otherSource(observation, receipt.source());
        }
        if (sight.state() == SinkholeSight.State.SEEN && !sight.sources().contains(local)) {
            return KillSwitchReasons.otherSource(observation, String.join(", ", sight.sources()));
        }
        return null;
    }
}
