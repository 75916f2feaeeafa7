package dev.firebreak.core.watch.infection;

import dev.firebreak.core.inventory.MachineName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Calls as leads, the most urgent first. Whose a call was is decided as of its time. A probe of ours is subtracted by its nonce; its questions to DNS,
 * which carry none, by machine and time. Nothing is left out: what is explained is listed as that.
 */
public final class InfectedList {

    /** Before the end of a probe, its own questions to DNS were asked; clocks differ. */
    private static final Duration BEFORE_PROBE = Duration.ofMinutes(3);

    private static final Duration AFTER_PROBE = Duration.ofMinutes(1);

    /** A machine asks for both kinds of address at once: a question this long after the request belongs to it. */
    private static final Duration SAME_CALL = Duration.ofSeconds(5);

    private final AddressBook book;
    private final Set<String> nonces = new HashSet<>();
    private final Map<String, List<Instant>> probesOfMachine = new HashMap<>();
    /** When probes of ours called, by the address that they called from. */
    private final Map<String, List<Instant>> probesOfSource = new HashMap<>();

    private final Map<String, Group> groups = new LinkedHashMap<>();

    private InfectedList(AddressBook book, Collection<OwnProbe> probes) {
        this.book = book;
        for (OwnProbe probe : probes) {
            String nonce = probe.nonce();
            String machine = probe.machine();
            if (nonce != null) {
                nonces.add(nonce);
            }
            if (machine != null) {
                probesOfMachine
                        .computeIfAbsent(MachineName.key(book.known(machine)), m -> new ArrayList<>())
                        .add(probe.time());
            }
        }
    }

    /** One caller while its calls are put together. */
    private static final class Group {
        private final CallOrigin caller;
        private final Set<String> addresses = new LinkedHashSet<>();
        private final Set<String> segments = new TreeSet<>();
        private final Set<String> names = new TreeSet<>();
        private final Set<AgentKind> agents = EnumSet.noneOf(AgentKind.class);
        private final Set<String> forwarded = new TreeSet<>();
        private @Nullable Instant first;
        private @Nullable Instant last;
        private @Nullable Instant lastCounted;
        private @Nullable Instant lastDns;
        private @Nullable Instant lastHttp;
        private long dns;
        private long http;
        private long probes;

        Group(CallOrigin caller) {
            this.caller = caller;
        }
    }

    /**
     * All callers.
     *
     * @param probes of ours that are known; a nonce that none of them had explains nothing
     * @param decisions about callers, by {@link CallOrigin#key}
     */
    public static List<Lead> of(
            Collection<CallTally.Count> counts,
            AddressBook book,
            Collection<OwnProbe> probes,
            Map<String, List<InfectionState.Decided>> decisions) {
        var list = new InfectedList(book, probes);
        counts.forEach(list::note);
        counts.stream().sorted(Comparator.comparing(CallTally.Count::first)).forEach(list::add);
        return list.groups.values().stream()
                .map(group -> lead(group, decisions))
                .sorted(Comparator.comparing((Lead lead) -> lead.state().kind() == InfectionState.Kind.SEEN_AGAIN
                                ? Lead.Urgency.RUNNING
                                : lead.urgency())
                        .thenComparing(lead -> lead.state().kind())
                        .thenComparing(lead -> lead.calls().last(), Comparator.reverseOrder()))
                .toList();
    }

    private void note(CallTally.Count count) {
        if (isProbe(count)) {
            probesOfSource
                    .computeIfAbsent(count.source(), source -> new ArrayList<>())
                    .add(count.last());
        }
    }

    private boolean isProbe(CallTally.Count count) {
        String nonce = count.nonce();
        return nonce != null && nonces.contains(nonce);
    }

    private void add(CallTally.Count count) {
        CallOrigin caller = caller(count);
        Group group = groups.computeIfAbsent(caller.key(), key -> new Group(caller));
        group.addresses.add(count.source());
        group.segments.add(count.segment());
        group.first = group.first == null || count.first().isBefore(group.first) ? count.first() : group.first;
        group.last = later(group.last, count.last());
        String nonce = count.nonce();
        if (isProbe(count)) {
            group.probes += count.dns() + count.http();
            return;
        }
        group.names.addAll(count.names());
        group.agents.addAll(count.agents());
        if (nonce != null) {
            group.agents.add(AgentKind.UNKNOWN_PROBE);
        }
        group.forwarded.addAll(count.forwarded());
        group.http += count.http();
        group.lastHttp = later(group.lastHttp, count.lastHttp());
        if (count.http() == 0 && isOfProbe(caller, count)) {
            group.probes += count.dns();
            return;
        }
        group.dns += count.dns();
        group.lastDns = later(group.lastDns, count.lastDns());
        group.lastCounted = later(group.lastCounted, count.last());
    }

    /** Whether questions without a nonce fall into a probe from the same address or of the same machine. */
    private boolean isOfProbe(CallOrigin caller, CallTally.Count count) {
        return isWithin(probesOfSource.get(count.source()), count)
                || (caller instanceof CallOrigin.Machine machine
                        && isWithin(probesOfMachine.get(MachineName.key(machine.name())), count));
    }

    private static boolean isWithin(@Nullable List<Instant> probes, CallTally.Count count) {
        return probes != null
                && probes.stream()
                        .anyMatch(end -> !count.first().isBefore(end.minus(BEFORE_PROBE))
                                && !count.last().isAfter(end.plus(AFTER_PROBE)));
    }

    private CallOrigin caller(CallTally.Count count) {
        String source = count.source();
        if (book.at(source, count.first()) instanceof AddressOwner.Shared(var device)) {
            return behind(count, device);
        }
        // A proxy wrote into the request, or every question has the form of a resolver's.
        if (!count.forwarded().isEmpty()
                || (count.dns() > 0 && count.http() == 0 && count.byResolver() == count.dns())) {
            return behind(count, owner(source, count.last()));
        }
        AddressOwner first = book.at(source, count.first());
        AddressOwner last = book.at(source, count.last());
        if (first instanceof AddressOwner.Machine a
                && last instanceof AddressOwner.Machine b
                && MachineName.same(a.name(), b.name())) {
            return new CallOrigin.Machine(a.name(), a.basis());
        }
        Set<String> names = new TreeSet<>(names(first));
        names.addAll(names(last));
        return new CallOrigin.Address(source, List.copyOf(names));
    }

    private String owner(String source, Instant at) {
        return book.at(source, at) instanceof AddressOwner.Machine machine ? machine.name() : source;
    }

    private static CallOrigin behind(CallTally.Count count, String device) {
        return new CallOrigin.Behind(count.source(), device, 1);
    }

    private static List<String> names(AddressOwner owner) {
        return switch (owner) {
            case AddressOwner.Machine machine -> List.of(machine.name());
            case AddressOwner.Several several -> several.names();
            case AddressOwner.Shared _, AddressOwner.Unknown _ -> List.of();
        };
    }

    private static Lead lead(Group group, Map<String, List<InfectionState.Decided>> decisions) {
        CallOrigin caller = group.caller instanceof CallOrigin.Behind behind
                ? new CallOrigin.Behind(behind.address(), behind.device(), Math.max(1, group.forwarded.size()))
                : group.caller;
        Instant first = Objects.requireNonNull(group.first);
        Instant last = Objects.requireNonNull(group.last);
        Lead.Urgency urgency = urgency(group);
        return new Lead(
                caller,
                urgency,
                new Lead.Calls(group.dns, group.http, group.probes, first, last),
                List.copyOf(group.addresses),
                group.segments,
                group.names,
                group.agents,
                InfectionState.of(decisions.getOrDefault(caller.key(), List.of()), group.lastCounted));
    }

    private static Lead.Urgency urgency(Group group) {
        if (group.dns + group.http == 0) {
            return Lead.Urgency.PROBE;
        }
        if (group.caller instanceof CallOrigin.Behind) {
            return Lead.Urgency.BEHIND;
        }
        Instant dns = group.lastDns;
        Instant http = group.lastHttp;
        if (http == null || (dns != null && dns.isAfter(http.plus(SAME_CALL)))) {
            return Lead.Urgency.RUNNING;
        }
        return !group.agents.isEmpty() && group.agents.stream().allMatch(AgentKind::isVisit)
                ? Lead.Urgency.VISIT
                : Lead.Urgency.STOPPED;
    }

    private static @Nullable Instant later(@Nullable Instant a, @Nullable Instant b) {
        return a == null || (b != null && b.isAfter(a)) ? b : a;
    }
}
