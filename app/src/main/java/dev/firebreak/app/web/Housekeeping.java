package dev.firebreak.app.web;

import dev.firebreak.app.web.auth.EventStreams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What is looked at now and then: streams of those who may listen no more, a certificate that was renewed. */
final class Housekeeping implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger("firebreak.web");
    private static final int SECONDS = 10;

    private final ScheduledExecutorService jobs = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("web-upkeep").factory());
    private final EventStreams streams;
    private final JettyServer jetty;
    private final WebServer.Settings settings;
    private String known;

    Housekeeping(EventStreams streams, JettyServer jetty, WebServer.Settings settings) {
        this.streams = streams;
        this.jetty = jetty;
        this.settings = settings;
        this.known = state();
        var _ = jobs.scheduleWithFixedDelay(this::check, SECONDS, SECONDS, TimeUnit.SECONDS);
    }

    void check() {
        try {
            streams.check();
            jetty.loiterers().check();
            jetty.connections().check();
            String now = state();
            if (!now.equals(known)) {
                known = now;
                jetty.reload();
                LOG.info("the new certificate is in use");
            }
        } catch (Exception e) {
            // The old certificate goes on; whoever renewed it reads this.
            LOG.log(Level.WARNING, "upkeep failed", e);
        }
    }

    private String state() {
        return state(settings.key()) + state(settings.certificate());
    }

    private static String state(@Nullable Path file) {
        try {
            return file == null ? "" : Files.getLastModifiedTime(file) + " " + Files.size(file);
        } catch (IOException e) {
            return "missing";
        }
    }

    @Override
    public void close() {
        jobs.shutdownNow();
    }
}
