package dev.firebreak.app.cli;

import dev.firebreak.app.collect.Collector;
import dev.firebreak.app.report.Reports;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.advisory.UpdateLines;
import dev.firebreak.core.guidance.Guide;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What commands use of the rest of the product and of the world; Main gives it.
 *
 * @param shipped what ships and nothing else; read when first needed: not every command needs it
 * @param knowledge what ships, with the support dates that were imported to a folder; read when first needed
 * @param catalogue all that was imported, compiled; an empty one where nothing was
 * @param lines the lines of updates that ship
 * @param collector reads machines from files; made when first needed
 * @param clock its zone is that of the administrator
 * @param nanos a clock for progress, in nanoseconds from anywhere
 */
public record CommandServices(
        Supplier<Knowledge> shipped,
        Function<@Nullable Path, Knowledge> knowledge,
        Supplier<List<Guide>> guides,
        CataloguePort catalogue,
        Supplier<UpdateLines> lines,
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
}
