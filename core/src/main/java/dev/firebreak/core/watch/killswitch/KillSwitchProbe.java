package dev.firebreak.core.watch.killswitch;

import dev.firebreak.core.fleet.NetworkAddress;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Everything a probe observed of one kill-switch name from one machine at one time. It holds no verdict: {@link KillSwitchRule} judges.
 *
 * @param name the kill switch's domain, lower case, as indicators have it
 * @param hosts addresses that this machine's own hosts file has for the host name; they come before every resolver
 * @param dns every resolver that the machine is configured with, at least by A over UDP
 * @param web the worm's request at each address
 */
public record KillSwitchProbe(
        String name,
        Origin origin,
        List<String> hosts,
        List<DnsObservation> dns,
        List<WebObservation> web,
        List<ProxyObservation> proxies,
        SinkholeSight sinkhole) {

    /** The port that the worm uses, always. */
    public static final int WORM_PORT = 80;

    private static final String PREFIX = "www.";

    /**
     * Where and when a probe was made.
     *
     * @param machine name of the machine; null where it is not known
     * @param segment network segment that an administrator named; null for none
     * @param time when the probe ended
     * @param nonce of the direct requests; null where the probe could send none
     */
    public record Origin(
            @Nullable String machine,
            @Nullable String segment,
            Instant time,
            @Nullable String nonce) {}

    public KillSwitchProbe {
        name = normal(name);
        hosts = hosts.stream().map(NetworkAddress::normalisedOrSame).distinct().toList();
        dns = List.copyOf(dns);
        web = List.copyOf(web);
        proxies = List.copyOf(proxies);
    }

    /** A domain as it is compared: lower case, without the final dot. */
    public static String normal(String name) {
        String lower = name.strip().toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** The host that the worm asks for: {@code www.} and the domain. */
    public static String host(String name) {
        String domain = normal(name);
        return domain.startsWith(PREFIX) ? domain : PREFIX + domain;
    }

    /** The host that the worm asks for. */
    public String host() {
        return host(name);
    }
}
