package dev.firebreak.core.guidance;

import dev.firebreak.core.estate.Light;
import dev.firebreak.core.estate.Roll;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides who hears of what, and when. It compares how the estate stands with how it stood at the last look, gathers what
 * changed, and lets each audience have one notice in a window, with counts: an outbreak of 10,000 changes is one notice. The first
 * look at an advisory is what later ones are compared with and gives no news. One thread at a time.
 */
public final class Editor {

    private final Rules rules;
    private final Map<String, Look> looks = new TreeMap<>();
    private final Map<String, Instant> looked = new TreeMap<>();
    private final Map<Audience, Digest> digests = new EnumMap<>(Audience.class);
    private final Map<Audience, Sent> sent = new EnumMap<>(Audience.class);
    private int learned;
    private @Nullable LocalDate reported;

    /**
     * What an administrator sets.
     *
     * @param gather how long the first news waits for more
     * @param window between two notices to one audience; doubles up to an hour while news does not stop
     * @param dailyAt when the daily report goes; null for never
     * @param zone whose clock that is
     * @param board address of the board, to be put into notices; null where it has none
     */
    public record Rules(
            Duration gather,
            Duration window,
            @Nullable LocalTime dailyAt,
            ZoneId zone,
            Set<Topic> muted,
            @Nullable String board) {

        /** Between two notices to one audience, at least. */
        public static final Duration LEAST_WINDOW = Duration.ofMinutes(5);

        /** Between two notices to one audience, however long an outbreak takes. */
        public static final Duration MOST_WINDOW = Duration.ofHours(1);

        public Rules {
            muted = Set.copyOf(muted);
            window = window.compareTo(LEAST_WINDOW) < 0 ? LEAST_WINDOW : window;
        }

        /** Half a minute, five minutes, eight o'clock. */
        public static Rules usual(ZoneId zone) {
            return new Rules(Duration.ofSeconds(30), LEAST_WINDOW, LocalTime.of(8, 0), zone, Set.of(), null);
        }
    }

    /** The last notice to an audience, and when the next may go. */
    private record Sent(Instant at, Duration window) {
        Instant next() {
            return at.plus(window);
        }
    }

    /** @param reported day of the last daily report, so that a new start does not repeat it; null where none was sent */
    public Editor(Rules rules, @Nullable LocalDate reported) {
        this.rules = rules;
        this.reported = reported;
    }

    /** Knowledge was imported; machines that the next look finds exposed are told with it. To be said before judging anew. */
    public void learned(int advisories) {
        learned += advisories;
    }

    /** How every machine stands on an advisory now. */
    public void look(String advisory, Instant now, List<Roll.Found> machines) {
        Look then = looks.get(advisory);
        Look look = Look.of(machines);
        looks.put(advisory, look);
        looked.put(advisory, now);
        if (then == null) {
            return;
        }
        for (Roll.Found found : machines) {
            compare(advisory, now, then, found);
        }
        look.sites().forEach((site, tally) -> {
            if (tally.of(Light.EXPOSED) > 0 && then.site(site).of(Light.EXPOSED) == 0) {
                news(Topic.FIRST_AT_SITE, advisory, now, "", site);
            }
        });
        if (look.all().of(Light.EXPOSED) > 0 && then.all().of(Light.EXPOSED) == 0) {
            news(Topic.OUTBREAK, advisory, now, "", "");
        }
        if (look.all().total() > 0 && look.all().open() == 0 && then.all().open() > 0) {
            news(Topic.ALL_CLEAR, advisory, now, "", "");
        }
    }

    private void compare(String advisory, Instant now, Look then, Roll.Found found) {
        String machine = found.line().name();
        String site = found.line().site();
        Light before = then.light(machine);
        if (found.light() == Light.EXPOSED && before != Light.EXPOSED) {
            Topic topic = learned > 0 && then.knew(machine)
                    ? Topic.KNOWLEDGE
                    : proven(before) ? Topic.EXPOSED_AGAIN : Topic.EXPOSED;
            news(topic, advisory, now, machine, site);
        } else if (found.light() == Light.SILENT && before != Light.SILENT && then.knew(machine)) {
            news(Topic.FELL_SILENT, advisory, now, machine, site);
        }
    }

    private static boolean proven(Light light) {
        return switch (light) {
            case EXPOSED, UNKNOWN, SILENT -> false;
            case MITIGATED, PATCHED, NOT_AFFECTED -> true;
        };
    }

    private void news(Topic topic, String advisory, Instant now, String machine, String site) {
        for (Audience audience : Audience.values()) {
            if (wanted(audience, topic)) {
                digest(audience, now).part(advisory).add(topic, machine, site);
            }
        }
    }

    private boolean wanted(Audience audience, Topic topic) {
        return audience.hears(topic) && !rules.muted().contains(topic);
    }

    private Digest digest(Audience audience, Instant now) {
        return digests.computeIfAbsent(audience, a -> new Digest(now));
    }

    /** What is to be sent now; to be asked after every advisory was looked at, and every few seconds besides. */
    public List<Notice> due(Instant now) {
        tellWhatWasLearned(now);
        List<Notice> due = new ArrayList<>(daily(now));
        for (Audience audience : Audience.values()) {
            Digest digest = digests.get(audience);
            if (digest != null && isDue(audience, digest, now)) {
                digests.remove(audience);
                digest.parts.forEach(this::takeBackClear);
                if (!digest.topics().isEmpty()) {
                    wait(audience, digest, now);
                    due.add(new Letter(audience, rules, standings()).news(digest, now));
                }
            }
        }
        return due;
    }

    /** That knowledge was imported is the administrators' business; that it exposes machines is everybody's who acts on it. */
    private void tellWhatWasLearned(Instant now) {
        for (Audience audience : Audience.values()) {
            Digest digest = digests.get(audience);
            boolean exposes = digest != null && digest.count(Topic.KNOWLEDGE) > 0;
            if (learned > 0 && wanted(audience, Topic.KNOWLEDGE) && (exposes || audience == Audience.ADMINISTRATORS)) {
                digest(audience, now).learned += learned;
            }
        }
        learned = 0;
    }

    /** "All clear" that is not true any more when it would be sent is not sent. */
    private void takeBackClear(String advisory, Digest.Part part) {
        Look look = looks.get(advisory);
        if (look == null || look.all().open() > 0) {
            part.counts.remove(Topic.ALL_CLEAR);
        }
    }

    private boolean isDue(Audience audience, Digest digest, Instant now) {
        Sent last = sent.get(audience);
        return !now.isBefore(digest.since.plus(rules.gather())) && (last == null || !now.isBefore(last.next()));
    }

    /** News that had to wait for the window's end means that it does not stop: the next window is longer. */
    private void wait(Audience audience, Digest digest, Instant now) {
        Sent last = sent.get(audience);
        Duration window = rules.window();
        if (last != null && digest.since.isBefore(last.next())) {
            Duration twice = last.window().multipliedBy(2);
            window = twice.compareTo(Rules.MOST_WINDOW) > 0 ? Rules.MOST_WINDOW : twice;
            window = window.compareTo(rules.window()) < 0 ? rules.window() : window;
        }
        sent.put(audience, new Sent(now, window));
    }

    private List<Notice> daily(Instant now) {
        LocalTime at = rules.dailyAt();
        var here = now.atZone(rules.zone());
        LocalDate today = here.toLocalDate();
        if (at == null || looks.isEmpty() || rules.muted().contains(Topic.DAILY)) {
            return List.of();
        }
        if (here.toLocalTime().isBefore(at) || today.equals(reported)) {
            return List.of();
        }
        reported = today;
        List<Notice> reports = new ArrayList<>();
        for (Audience audience : Audience.values()) {
            if (audience.hears(Topic.DAILY)) {
                reports.add(new Letter(audience, rules, standings()).daily(now));
            }
        }
        return reports;
    }

    /** Day of the last daily report; to be kept. */
    public @Nullable LocalDate reported() {
        return reported;
    }

    /** A notice that only shows that notices arrive. */
    public Notice trial(Audience audience, Instant now) {
        return new Letter(audience, rules, standings()).trial(now);
    }

    private List<Look.Standing> standings() {
        List<Look.Standing> standings = new ArrayList<>();
        looks.forEach((advisory, look) -> {
            Instant at = looked.get(advisory);
            if (at != null && look.all().total() > 0) {
                standings.add(look.standing(advisory, at));
            }
        });
        return standings;
    }
}
