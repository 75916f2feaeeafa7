package dev.firebreak.app.web;

import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.dashboard.FleetService;
import dev.firebreak.core.fleet.MachineStatus;
import dev.firebreak.core.fleet.StatusTally;
import io.javalin.http.Context;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** What {@code /metrics} tells, in the text format of Prometheus. Labels are patterns of routes and ids of ours, never what a caller made up. */
final class Metrics {

    private static final double MILLIS = 1000;

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
    private final Counter requests = Counter.builder()
            .name("firebreak_http_requests_total")
            .help("Requests answered")
            .labelNames("method", "route", "status")
            .register(registry);
    private final Histogram durations = Histogram.builder()
            .name("firebreak_http_request_seconds")
            .help("Time from the first byte of a request to its answer")
            .classicOnly()
            .classicUpperBounds(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
            .labelNames("route")
            .register(registry);
    private final Counter checkIns = Counter.builder()
            .name("firebreak_checkins_total")
            .help("Check-ins of machines: kept, known already, refused")
            .labelNames("outcome")
            .register(registry);

    Metrics(FleetService fleet, Supplier<Knowledge> knowledge, IntSupplier streams) {
        for (String outcome : new String[] {"kept", "known", "refused"}) {
            checkIns.initLabelValues(outcome);
        }
        GaugeWithCallback.builder()
                .name("firebreak_machines")
                .help("Machines by advisory and status")
                .labelNames("advisory", "status")
                .callback(to -> knowledge.get().advisories().stream()
                        .map(Advisory::id)
                        .distinct()
                        .forEach(advisory -> {
                            StatusTally all = fleet.board(advisory).all();
                            for (MachineStatus status : MachineStatus.values()) {
                                to.call(all.of(status), advisory, status.id());
                            }
                        }))
                .register(registry);
        gauge("firebreak_event_streams", "Event streams open", streams::getAsInt);
        gauge(
                "jvm_memory_used_bytes",
                "Heap in use",
                () -> ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        gauge(
                "jvm_memory_max_bytes",
                "Heap at most",
                () -> ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getMax());
        gauge(
                "jvm_threads_current",
                "Platform threads",
                () -> ManagementFactory.getThreadMXBean().getThreadCount());
        gauge(
                "jvm_gc_seconds",
                "Time spent collecting garbage",
                () -> ManagementFactory.getGarbageCollectorMXBeans().stream()
                                .mapToLong(gc -> gc.getCollectionTime())
                                .sum()
                        / MILLIS);
        gauge(
                "process_start_time_seconds",
                "When the process began, Unix time",
                () -> ManagementFactory.getRuntimeMXBean().getStartTime() / MILLIS);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.UnixOperatingSystemMXBean unix) {
            gauge("process_open_fds", "Files and connections open", unix::getOpenFileDescriptorCount);
            gauge("process_cpu_seconds", "Processor time used", () -> unix.getProcessCpuTime() / 1e9);
        }
    }

    private void gauge(String name, String help, Supplier<Number> value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(to -> to.call(value.get().doubleValue()))
                .register(registry);
    }

    /** A request was answered. */
    void answered(Context ctx, double millis) {
        String pattern = Router.pattern(ctx);
        String method =
                Router.route(ctx) == null ? "other" : ctx.req().getMethod().toUpperCase(Locale.ROOT);
        requests.labelValues(method, pattern, Integer.toString(ctx.statusCode()))
                .inc();
        durations.labelValues(pattern).observe(millis / MILLIS);
        if (pattern.endsWith("/evidence") && method.equals("POST")) {
            checkIns.labelValues(outcome(ctx)).inc();
        }
    }

    /** A request was refused before any route. */
    void refused(String method, int status) {
        requests.labelValues(method, "(none)", Integer.toString(status)).inc();
    }

    /** The api may say so itself, in an attribute; else 201 is something new and 200 is known. */
    private static String outcome(Context ctx) {
        String said = ctx.attribute("firebreak.outcome");
        if (said != null && (said.equals("kept") || said.equals("known"))) {
            return said;
        }
        return switch (ctx.statusCode()) {
            case 201 -> "kept";
            case 200, 204 -> "known";
            default -> "refused";
        };
    }

    void write(Context ctx) throws IOException {
        var text = new ByteArrayOutputStream();
        writer.write(text, registry.scrape());
        ctx.contentType(PrometheusTextFormatWriter.CONTENT_TYPE).result(text.toByteArray());
    }
}
