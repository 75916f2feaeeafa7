package dev.firebreak.core.notice;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What gathered for one audience since its last notice, as counts, so that ten thousand changes take no more memory than one. */
final class PendingNews {

    /** More names than this help nobody; the board lists them all. */
    static final int MAX_NAMES = 20;

    /** The first news in it. */
    final Instant since;

    /** Advisories that were imported. */
    int learned;

    /** Sites whose token brought too many new machines, with how many it may in an hour. */
    final Map<String, Integer> limited = new TreeMap<>();

    /** By advisory. */
    final Map<String, Part> parts = new TreeMap<>();

    PendingNews(Instant since) {
        this.since = since;
    }

    /** News of one advisory. */
    static final class Part {
        final Map<NoticeTopic, Integer> counts = new EnumMap<>(NoticeTopic.class);
        final Map<NoticeTopic, List<NamedMachine>> names = new EnumMap<>(NoticeTopic.class);

        void add(NoticeTopic topic, String machine, String site) {
            counts.merge(topic, 1, Integer::sum);
            List<NamedMachine> some = names.computeIfAbsent(topic, t -> new ArrayList<>());
            if (some.size() < MAX_NAMES) {
                some.add(new NamedMachine(machine, site));
            }
        }

        int count(NoticeTopic topic) {
            return counts.getOrDefault(topic, 0);
        }
    }

    /** A machine, or a site where the machine is empty. */
    record NamedMachine(String machine, String site) {}

    Part part(String advisory) {
        return parts.computeIfAbsent(advisory, a -> new Part());
    }

    int count(NoticeTopic topic) {
        return parts.values().stream().mapToInt(p -> p.count(topic)).sum();
    }

    Set<NoticeTopic> topics() {
        Set<NoticeTopic> topics = EnumSet.noneOf(NoticeTopic.class);
        parts.values().forEach(p -> topics.addAll(p.counts.keySet()));
        if (!limited.isEmpty()) {
            topics.add(NoticeTopic.NEW_MACHINES);
        }
        if (learned > 0) {
            topics.add(NoticeTopic.KNOWLEDGE);
        }
        return topics;
    }
}
