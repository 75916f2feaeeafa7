package dev.firebreak.core.watch.killswitch;

import static dev.firebreak.core.watch.killswitch.KillSwitchSentence.*;

import dev.firebreak.core.text.Text;
import dev.firebreak.core.watch.killswitch.DnsObservation.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** The reasons of kill-switch verdicts: which sentence, and what it names. */
final class KillSwitchReasons {

    private static final DateTimeFormatter ENGLISH = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT);
    private static final DateTimeFormatter JAPANESE =
            DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm（'UTC'）", Locale.ROOT);

    private KillSwitchReasons() {}

    static KillSwitchReason notFresh(Instant time, Duration mostAge, Instant now) {
        return time.isAfter(now) ? FUTURE.with(moment(time)) : STALE.with(moment(time), mostAge.toHours());
    }

    static KillSwitchReason neverProbed() {
        return NEVER_PROBED.with();
    }

    static KillSwitchReason noResolver() {
        return NO_RESOLVER.with();
    }

    static KillSwitchReason noName(String resolver, Outcome outcome) {
        return outcome == Outcome.NXDOMAIN ? NO_SUCH_NAME.with(resolver) : NO_IPV4_RECORD.with(resolver);
    }

    static KillSwitchReason noAnswer(String resolver, Outcome outcome, boolean othersAnswer) {
        return othersAnswer
                ? NO_ANSWER_FROM_ONE.with(resolver, reason(outcome))
                : NO_ANSWER.with(resolver, reason(outcome));
    }

    private static Text reason(Outcome outcome) {
        return switch (outcome) {
            case REFUSED -> new Text("it refuses the query: REFUSED", "問い合わせを拒否：REFUSED");
            case SERVFAIL ->
                new Text(
                        "it could not look the name up: SERVFAIL; often its own forwarder is down",
                        "名前解決に失敗：SERVFAIL。転送先の停止が多い原因です");
            case TIMEOUT -> new Text("no answer in time", "時間内に応答なし");
            case UNREACHABLE -> new Text("no server answers at this address", "到達不能");
            case MALFORMED -> new Text("the answer is not valid DNS", "DNS として不正な応答");
            default -> new Text("another DNS error", "その他の DNS エラー");
        };
    }

    static KillSwitchReason notAsked(String resolver) {
        return NOT_ASKED.with(resolver);
    }

    static KillSwitchReason transportsDiffer(String resolver, Outcome tcp) {
        return tcp == Outcome.ADDRESS ? OTHER_ADDRESSES_BY_TCP.with(resolver) : NO_ADDRESS_BY_TCP.with(resolver);
    }

    static KillSwitchReason noTcp(String resolver) {
        return NO_TCP.with(resolver);
    }

    static KillSwitchReason noNameByIpv6(String resolver) {
        return NO_NAME_BY_IPV6.with(resolver);
    }

    static KillSwitchReason severalAddresses(Collection<String> addresses) {
        return SEVERAL_ADDRESSES.with(
                addresses.size(), addresses.stream().limit(8).collect(Collectors.joining(", ")));
    }

    static KillSwitchReason someAddresses() {
        return SOME_ADDRESSES.with();
    }

    static KillSwitchReason noIpv4() {
        return NO_IPV4.with();
    }

    static KillSwitchReason noIpv6Here(String address) {
        return NO_IPV6_ROUTE.with(address);
    }

    static KillSwitchReason ipv6First(String address) {
        return IPV6_FIRST.with(address);
    }

    static KillSwitchReason hostsFile(Collection<String> addresses, KillSwitchVerdict others) {
        return HOSTS_FILE.with(String.join(", ", addresses), others.label());
    }

    static KillSwitchReason notProbed(String address, int port) {
        return NOT_PROBED.with(address, port);
    }

    static KillSwitchReason noConnection(WebObservation observation) {
        return switch (observation.connect()) {
            case REFUSED -> REFUSED.with(observation.address(), observation.port());
            case TIMEOUT -> TIMEOUT.with(observation.address(), observation.port());
            default -> UNREACHABLE.with(observation.address(), observation.port());
        };
    }

    static KillSwitchReason noHttp(WebObservation observation) {
        return NO_HTTP.with(observation.address(), observation.port());
    }

    static KillSwitchReason notHttp(WebObservation observation) {
        return NOT_HTTP.with(observation.address(), observation.port());
    }

    static KillSwitchReason seen(WebObservation observation) {
        return SEEN.with(observation.address(), observation.status(), String.valueOf(observation.local()));
    }

    static KillSwitchReason traces(WebObservation observation) {
        return TRACES.with(observation.address(), String.join("; ", observation.traces()));
    }

    static KillSwitchReason otherReceipt(WebObservation observation) {
        return OTHER_RECEIPT.with(observation.address(), observation.status());
    }

    static KillSwitchReason notSeen(WebObservation observation) {
        return NOT_SEEN.with(observation.address(), observation.status());
    }

    static KillSwitchReason otherAnswer(WebObservation observation) {
        return OTHER_ANSWER.with(observation.address(), observation.status());
    }

    static KillSwitchReason otherSource(WebObservation observation, String source) {
        return OTHER_SOURCE.with(observation.address(), source, String.valueOf(observation.local()));
    }

    static KillSwitchReason sourceUnknown(WebObservation observation) {
        return SOURCE_UNKNOWN.with(observation.address());
    }

    static KillSwitchReason proxyTrap(ProxyObservation proxy) {
        return PROXY_TRAP.with(proxy.where(), proxy.status());
    }

    static KillSwitchReason proxy(ProxyObservation proxy) {
        String detail = proxy.detail();
        if (proxy.kind() == ProxyObservation.Kind.PAC) {
            return proxy.outcome() == ProxyObservation.Outcome.ANSWERED
                    ? PAC_READ.with(proxy.where(), detail)
                    : PAC_UNREADABLE.with(proxy.where(), detail);
        }
        return switch (proxy.outcome()) {
            case ANSWERED -> PROXY_ANSWERS.with(proxy.where(), proxy.status());
            case REFUSED -> PROXY_REFUSES.with(proxy.where(), proxy.status());
            case NONE -> PROXY_SILENT.with(proxy.where(), detail);
        };
    }

    static KillSwitchReason logUnreadable() {
        return LOG_UNREADABLE.with();
    }

    static KillSwitchReason otherPort(int port) {
        return OTHER_PORT.with(port);
    }

    private static Text moment(Instant time) {
        var utc = time.atOffset(ZoneOffset.UTC);
        return new Text(ENGLISH.format(utc), JAPANESE.format(utc));
    }
}
