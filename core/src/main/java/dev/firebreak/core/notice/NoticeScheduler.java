package dev.firebreak.core.notice;

import dev.firebreak.core.dashboard.MachineIndex;
import dev.firebreak.core.fleet.MachineStatus;
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
 * Decides which audience gets which notice, and when. It compares the status of the fleet with how it stood at the last look, gathers what
 * changed, and lets each audience have one notice in a window, with counts: an outbreak of 10,000 changes is one notice. The first
 * look at an advisory is what later ones are compared with and gives no news. One thread at a time.
 */
public final class NoticeScheduler {

    private final Rules rules;
    private final Map<String, FleetObservation> looks = new TreeMap<>();
    private final Map<String, Instant> looked = new TreeMap<>();
    private final Map<Audience, PendingNews> digests = new EnumMap<>(Audience.class);
    private final Map<Audience, Delivery> sent = new EnumMap<>(Audience.class);
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
            Set<NoticeTopic> muted,
            @Nullable String board) {

        /** Between two notices to one audience, at least. */
        public static final Duration MIN_WINDOW = Duration.ofMinutes(5);

        /** Between two notices to one audience, however long an outbreak takes. */
        public static final Duration MAX_WINDOW = Duration.ofHours(1);

        public Rules {
            muted = Set.copyOf(muted);
            window = window.compareTo(MIN_WINDOW) < 0 ? MIN_WINDOW : window;
        }

        /** Half a minute, five minutes, eight o'clock. */
        public static Rules usual(ZoneId zone) {
            return new Rules(Duration.ofSeconds(30), MIN_WINDOW, LocalTime.of(8, 0), zone, Set.of(), null);
        }
    }

    /** The last notice to an audience, and when the next may go. */
    private record Delivery(Instant at, Duration window) {
        Instant next() {
            return at.plus(window);
        }
    }

    /** @param reported day of the last daily report, so that a new start does not repeat it; null where none was sent */
    public NoticeScheduler(Rules rules, @Nullable LocalDate reported) {
        this.rules = rules;
        this.reported = reported;
    }

    /** Knowledge was imported; machines that the next look finds exposed are told with it. To be said before judging anew. */
    public void knowledgeChanged(int advisories) {
        learned += advisories;
    }

    /** A site's token brings more new machines than it may in an hour. */
    public void limited(String site, int mostInAnHour, Instant now) {
        for (Audience audience : Audience.values()) {
            if (wanted(audience, NoticeTopic.NEW_MACHINES)) {
                digest(audience, now).limited.put(site, mostInAnHour);
            }
        }
    }

    /** How every machine stands on an advisory now. */
    public void look(String advisory, Instant now, List<MachineIndex.Found> machines) {
        FleetObservation then = looks.get(advisory);
        FleetObservation look = FleetObservation.of(machines);
        looks.put(advisory, look);
        looked.put(advisory, now);
        if (then == null) {
            return;
        }
        for (MachineIndex.Found found : machines) {
            compare(advisory, now, then, found);
        }
        look.sites().forEach((site, tally) -> {
            if (tally.of(MachineStatus.VULNERABLE) > 0 && then.site(site).of(MachineStatus.VULNERABLE) == 0) {
                news(NoticeTopic.FIRST_AT_SITE, advisory, now, "", site);
            }
        });
        if (look.all().of(MachineStatus.VULNERABLE) > 0 && then.all().of(MachineStatus.VULNERABLE) == 0) {
            news(NoticeTopic.OUTBREAK, advisory, now, "", "");
        }
        if (look.all().total() > 0 && look.all().open() == 0 && then.all().open() > 0) {
            news(NoticeTopic.ALL_CLEAR, advisory, now, "", "");
        }
    }

    private void compare(String advisory, Instant now, FleetObservation then, MachineIndex.Found found) {
        String machine = found.line().name();
        String site = found.line().site();
        MachineStatus before = then.status(machine);
        if (found.status() == MachineStatus.VULNERABLE && before != MachineStatus.VULNERABLE) {
            NoticeTopic topic = learned > 0 && then.knew(machine)
                    ? NoticeTopic.KNOWLEDGE
                    : proven(before) ? NoticeTopic.VULNERABLE_AGAIN : NoticeTopic.VULNERABLE;
            news(topic, advisory, now, machine, site);
        } else if (found.status() == MachineStatus.SILENT && before != MachineStatus.SILENT && then.knew(machine)) {
            news(NoticeTopic.FELL_SILENT, advisory, now, machine, site);
        }
    }

    private static boolean proven(MachineStatus status) {
        return switch (status) {
            case VULNERABLE, UNKNOWN, SILENT -> false;
            case MITIGATED, FIXED, NOT_AFFECTED -> true;
        };
    }

    private void news(NoticeTopic topic, String advisory, Instant now, String machine, String site) {
        for (Audience audience : Audience.values()) {
            if (wanted(audience, topic)) {
                digest(audience, now).part(advisory).add(topic, machine, site);
            }
        }
    }

    private boolean wanted(Audience audience, NoticeTopic topic) {
        return audience.hears(topic) && !rules.muted().contains(topic);
    }

    private PendingNews digest(Audience audience, Instant now) {
        return digests.computeIfAbsent(audience, a -> new PendingNews(now));
    }

    /** What is to be sent now; to be asked after every advisory was looked at, and every few seconds besides. */
    public List<Notice> due(Instant now) {
        tellWhatWasLearned(now);
        List<Notice> due = new ArrayList<>(daily(now));
        for (Audience audience : Audience.values()) {
            PendingNews digest = digests.get(audience);
            if (digest != null && isDue(audience, digest, now)) {
                digests.remove(audience);
                digest.parts.forEach(this::takeBackClear);
                if (!digest.topics().isEmpty()) {
                    wait(audience, digest, now);
                    due.add(new NoticeWriter(audience, rules, tallies()).news(digest, now));
                }
            }
        }
        return due;
    }

    /** That knowledge was imported is the administrators' business; that it exposes machines is everybody's who acts on it. */
    private void tellWhatWasLearned(Instant now) {
        for (Audience audience : Audience.values()) {
            PendingNews digest = digests.get(audience);
            boolean exposes = digest != null && digest.count(NoticeTopic.KNOWLEDGE) > 0;
            if (learned > 0
                    && wanted(audience, NoticeTopic.KNOWLEDGE)
                    && (exposes || audience == Audience.ADMINISTRATORS)) {
                digest(audience, now).learned += learned;
            }
        }
        learned = 0;
    }

    /** "All clear" that is not true any more when it would be sent is not sent. */
    private void takeBackClear(String advisory, PendingNews.Part part) {
        FleetObservation look = looks.get(advisory);
        if (look == null || look.all().open() > 0) {
            part.counts.remove(NoticeTopic.ALL_CLEAR);
        }
    }

    private boolean isDue(Audience audience, PendingNews digest, Instant now) {
        Delivery last = sent.get(audience);
        return !now.isBefore(digest.since.plus(rules.gather())) && (last == null || !now.isBefore(last.next()));
    }

    /** News that had to wait for the window's end means that it does not stop: the next window is longer. */
    private void wait(Audience audience, PendingNews digest, Instant now) {
        Delivery last = sent.get(audience);
        Duration window = rules.window();
        if (last != null && digest.since.isBefore(last.next())) {
            Duration twice = last.window().multipliedBy(2);
            window = twice.compareTo(Rules.MAX_WINDOW) > 0 ? Rules.MAX_WINDOW : twice;
            window = window.compareTo(rules.window()) < 0 ? rules.window() : window;
        }
        sent.put(audience, new Delivery(now, window));
    }

    private List<Notice> daily(Instant now) {
        LocalTime at = rules.dailyAt();
        var here = now.atZone(rules.zone());
        LocalDate today = here.toLocalDate();
        if (at == null || looks.isEmpty() || rules.muted().contains(NoticeTopic.DAILY)) {
            return List.of();
        }
        if (here.toLocalTime().isBefore(at) || today.equals(reported)) {
            return List.of();
        }
        reported = today;
        List<Notice> reports = new ArrayList<>();
        for (Audience audience : Audience.values()) {
            if (audience.hears(NoticeTopic.DAILY)) {
                reports.add(new NoticeWriter(audience, rules, tallies()).daily(now));
            }
        }
        return reports;
    }

    /** Day of the last daily report; to be kept. */
    public @Nullable LocalDate reported() {
        return reported;
    }

    /** A notice that only shows that notices arrive. */
    public Notice test(Audience audience, Instant now) {
        return new NoticeWriter(audience, rules, tallies()).test(now);
    }

    private List<FleetObservation.AdvisoryTally> tallies() {
        List<FleetObservation.AdvisoryTally> tallies = new ArrayList<>();
        looks.forEach((advisory, look) -> {
            Instant at = looked.get(advisory);
            if (at != null && look.all().total() > 0) {
                tallies.add(look.tally(advisory, at));
            }
        });
        return tallies;
    }
}
