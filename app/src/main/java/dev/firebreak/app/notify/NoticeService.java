package dev.firebreak.app.notify;

import dev.firebreak.app.io.PlainFiles;
import dev.firebreak.core.dashboard.FleetChange;
import dev.firebreak.core.dashboard.MachineIndex;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.notice.Audience;
import dev.firebreak.core.notice.Notice;
import dev.firebreak.core.notice.NoticeScheduler;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Tells people what happens in the fleet, as {@code notices.json} in the data folder says; off where there is none. It looks at the
 * roll when something changed and every minute besides. Nothing that goes wrong here reaches who reports a change: it is counted,
 * logged once, and shown by {@link #status}.
 */
public final class NoticeService implements AutoCloseable {

    private static final Logger LOG = System.getLogger(NoticeService.class.getName());
    private static final Duration LOOKS_AT_LEAST = Duration.ofMinutes(1);
    private static final int MAX_DAY_BYTES = 64;
    private static final Duration LOOKS_AT_MOST = Duration.ofSeconds(10);

    /** Judging anew after an import takes seconds; longer than this, something else went wrong. */
    private static final Duration MAX_WAIT_FOR_JUDGING = Duration.ofMinutes(10);

    private final List<Problem> problems;
    private final List<ChannelSender> couriers;
    private final List<String> named;
    private final Supplier<List<String>> advisories;
    private final Function<MachineIndex.Query, MachineIndex.Page> search;
    private final InstantSource clock;
    private final Path reportedFile;
    private final @Nullable NoticeScheduler editor;
    private final @Nullable HttpClient client;
    private @Nullable Thread thread;
    private boolean changed = true;
    private boolean ended;
    private int learned;
    private @Nullable Instant learnedAt;
    private boolean judged;
    private long faults;
    private final Map<String, Integer> limited = new HashMap<>();

    /**
     * How notices fare.
     *
     * @param on whether any way out is set up
     * @param problems about {@code notices.json}, with their lines
     * @param faults rounds that went wrong on our side
     */
    public record Status(boolean on, List<Problem> problems, List<ChannelStatus> ways, long faults) {
        public Status {
            problems = List.copyOf(problems);
            ways = List.copyOf(ways);
        }
    }

    /**
     * How one way out fares since the server started.
     *
     * @param failed attempts that failed; each is repeated
     * @param givenUp notices that were given up: refused for good, a day old, or too many waiting
     * @param lastError null where the last attempt went well
     */
    public record ChannelStatus(
            String name,
            Set<Audience> audiences,
            long sent,
            long failed,
            long givenUp,
            int waiting,
            @Nullable Instant lastSent,
            @Nullable Instant lastFailed,
            @Nullable Text lastError) {
        public ChannelStatus {
            audiences = Set.copyOf(audiences);
        }
    }

    /**
     * Reads the settings and begins to watch.
     *
     * @param environment of the process, for secrets that are named by a variable
     * @param advisories that the server shows boards of
     * @param search finds machines ({@code FleetService::search})
     * @param zone whose eight o'clock the daily report goes at, unless the settings name another
     */
    public static NoticeService open(
            Path dataFolder,
            Map<String, String> environment,
            InstantSource clock,
            ZoneId zone,
            Supplier<List<String>> advisories,
            Function<MachineIndex.Query, MachineIndex.Page> search) {
        var notices =
                new NoticeService(dataFolder, environment, clock, zone, advisories, search, RetrySchedule.USUAL, null);
        notices.begin();
        return notices;
    }

    NoticeService(
            Path dataFolder,
            Map<String, String> environment,
            InstantSource clock,
            ZoneId zone,
            Supplier<List<String>> advisories,
            Function<MachineIndex.Query, MachineIndex.Page> search,
            RetrySchedule pace,
            @Nullable SSLSocketFactory trust) {
        this.advisories = advisories;
        this.search = search;
        this.clock = clock;
        this.reportedFile = dataFolder.resolve("notices").resolve("reported");
        var reader = new NoticeSettingsReader(dataFolder.resolve("notices.json"), environment);
        NoticeSettings settings = reader.read(zone);
        this.problems = List.copyOf(reader.problems());
        problems.forEach(
                c -> LOG.log(Level.WARNING, "{0}: {1}", c.source(), c.what().en()));
        List<NoticeChannel> channels = new ArrayList<>();
        boolean hooks = settings != null && !settings.webhooks().isEmpty();
        this.client = hooks ? WebhookChannel.client() : null;
        if (settings != null && client != null) {
            settings.webhooks().forEach(hook -> channels.add(new WebhookChannel(hook, client, clock)));
        }
        NoticeSettings.MailServer mail = settings == null ? null : settings.mail();
        if (mail != null) {
            mail.recipients().forEach(to -> channels.add(new MailChannel(mail, to, trust)));
        }
        Path outbox = dataFolder.resolve("notices").resolve("outbox");
        this.couriers = channels.stream()
                .map(c -> new ChannelSender(c, new Outbox(outbox.resolve(c.name())), pace, clock))
                .toList();
        this.named = settings == null ? List.of() : settings.advisories();
        this.editor = settings == null || channels.isEmpty()
                ? null
                : new NoticeScheduler(settings.rules(), reported(settings));
    }

    private void begin() {
        if (editor != null) {
            thread = Thread.ofPlatform().name("notices").daemon().start(this::watch);
        }
    }

    /** Something happened in the fleet; returns at once. For {@code FleetService.listen}. */
    public synchronized void accept(FleetChange change) {
        changed = true;
        if (change.what() instanceof FleetChange.Reassessed) {
            judged = true;
        }
        if (change.what() instanceof FleetChange.NewMachinesRefused refused) {
            limited.put(refused.site(), refused.mostInAnHour());
        }
        notifyAll();
    }

    /** Knowledge was imported, and judging anew is about to begin; to be said before it. */
    public synchronized void knowledgeChanged(int advisories) {
        if (advisories > 0) {
            learned += advisories;
            learnedAt = clock.instant();
            judged = false;
        }
    }

    /** Sends every audience that is set up a notice that only shows that notices arrive. */
    public void test() {
        NoticeScheduler writer = editor;
        if (writer != null) {
            synchronized (writer) {
                for (Audience audience : Audience.values()) {
                    post(writer.test(audience, clock.instant()));
                }
            }
        }
    }

    /** How notices fare. */
    public Status status() {
        List<ChannelStatus> ways = couriers.stream().map(ChannelSender::way).toList();
        synchronized (this) {
            return new Status(editor != null, problems, ways, faults);
        }
    }

    private void watch() {
        try {
            while (sleep()) {
                round();
            }
        } catch (InterruptedException e) {
            return;
        }
    }

    /** One look at everything, and what is to be said then. */
    void round() {
        NoticeScheduler writer = editor;
        if (writer == null) {
            return;
        }
        try {
            synchronized (writer) {
                Instant now = clock.instant();
                takeLimited().forEach((site, most) -> writer.limited(site, most, now));
                if (mayLook(now, writer)) {
                    for (String advisory : named.isEmpty() ? advisories.get() : named) {
                        writer.look(
                                advisory,
                                now,
                                search.apply(everyMachine(advisory)).machines());
                    }
                    writer.due(now).forEach(this::post);
                    keepReported(writer.reported());
                }
            }
        } catch (RuntimeException e) {
            synchronized (this) {
                faults++;
            }
            LOG.log(Level.ERROR, "a look for notices failed", e);
        }
    }

    private synchronized Map<String, Integer> takeLimited() {
        Map<String, Integer> taken = Map.copyOf(limited);
        limited.clear();
        return taken;
    }

    /** Between an import and the judging that follows, what is exposed by what cannot be told. */
    private synchronized boolean mayLook(Instant now, NoticeScheduler writer) {
        changed = false;
        Instant since = learnedAt;
        if (learned == 0 || since == null) {
            return true;
        }
        if (!judged && Duration.between(since, now).compareTo(MAX_WAIT_FOR_JUDGING) < 0) {
            return false;
        }
        writer.knowledgeChanged(learned);
        learned = 0;
        return true;
    }

    private static MachineIndex.Query everyMachine(String advisory) {
        return new MachineIndex.Query(
                advisory, null, null, null, null, null, MachineIndex.Sort.NAME, false, 0, Integer.MAX_VALUE, false);
    }

    private void post(Notice notice) {
        for (ChannelSender courier : couriers) {
            if (courier.channel().audiences().contains(notice.audience())) {
                courier.post(OutgoingNotice.of(notice, courier.channel().language()));
            }
        }
    }

    /** Ten thousand changes in a second are one look. */
    private synchronized boolean sleep() throws InterruptedException {
        long until = System.nanoTime() + LOOKS_AT_LEAST.toNanos();
        long least = System.nanoTime() + LOOKS_AT_MOST.toNanos();
        while (!ended) {
            long left = (changed ? least : until) - System.nanoTime();
            if (left <= 0) {
                return true;
            }
            wait(Math.max(1, left / 1_000_000));
        }
        return false;
    }

    /** On a first start today's report counts as sent where its time has passed: nobody set it up to get one at once. */
    private @Nullable LocalDate reported(NoticeSettings settings) {
        try {
            return LocalDate.parse(PlainFiles.text(reportedFile, MAX_DAY_BYTES).strip());
        } catch (IOException | DateTimeException e) {
            var here = clock.instant().atZone(settings.rules().zone());
            var at = settings.rules().dailyAt();
            return at == null || here.toLocalTime().isBefore(at) ? null : here.toLocalDate();
        }
    }

    private void keepReported(@Nullable LocalDate day) {
        try {
            if (day != null
                    && (Files.notExists(reportedFile)
                            || !PlainFiles.text(reportedFile, MAX_DAY_BYTES)
                                    .strip()
                                    .equals(day.toString()))) {
                Files.createDirectories(reportedFile.getParent());
                Files.writeString(reportedFile, day.toString());
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the day of the last report cannot be kept; a restart today would repeat it");
        }
    }

    /** Ends; what waits is sent after the next start. */
    @Override
    public void close() {
        synchronized (this) {
            ended = true;
            notifyAll();
        }
        couriers.forEach(ChannelSender::close);
        if (client != null) {
            client.shutdownNow();
        }
        Thread watching = thread;
        if (watching != null) {
            try {
                watching.join(Duration.ofSeconds(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
