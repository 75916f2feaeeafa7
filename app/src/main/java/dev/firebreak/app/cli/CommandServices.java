package dev.firebreak.app.cli;

import dev.firebreak.app.collect.Collector;
import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.app.feed.store.KnowledgeBase;
import dev.firebreak.app.feed.store.KnowledgeFolder;
import dev.firebreak.app.report.Reports;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The parts of the product and the environment that commands use; Main supplies them.
 *
 * @param shipped the knowledge that ships; reads a file when it is first needed
 * @param collector reads machines from files; made when first needed
 * @param clock its zone is that of the administrator
 * @param nanos a clock for progress, in nanoseconds from an arbitrary origin
 */
public record CommandServices(
        ShippedKnowledge shipped,
        Supplier<Collector> collector,
        Reports reports,
        InputStream stdin,
        Map<String, String> environment,
        Clock clock,
        LongSupplier nanos) {

    /** The day where the administrator is. */
    LocalDate today() {
        return LocalDate.now(clock);
    }

    /** @param data the value of {@code --data}; null for the usual folder */
    public Path folder(@Nullable Path data) {
        return KnowledgeFolder.of(data, environment);
    }

    /** @param data the value of {@code --data}; null for the usual folder */
    public KnowledgeBase knowledge(@Nullable Path data) {
        return new KnowledgeBase(folder(data), shipped);
    }
}
