package dev.firebreak.core.notice;

import dev.firebreak.core.text.Text;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * Something said to an audience, ready to send.
 *
 * @param topics what it is about; one notice gathers several
 * @param subject one line, without control characters whatever machines and sites are called
 * @param body plain text, lines end with a line feed
 * @param figures counts for programs ({@code exposed_again}), summed over advisories
 */
public record Notice(
        Audience audience, Set<NoticeTopic> topics, Instant at, Text subject, Text body, Map<String, Integer> figures) {

    public Notice {
        topics = Set.copyOf(topics);
        figures = Map.copyOf(figures);
    }
}
