package dev.firebreak.app.server;

import dev.firebreak.app.capture.sigma.SigmaFolder;
import dev.firebreak.app.capture.stix.KnownIndicators;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.watch.Indicators;
import dev.firebreak.core.watch.sigma.SigmaRule;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/**
 * The site's own indicators and Sigma rules: STIX bundles in {@code DATA/indicators} and rules in {@code DATA/sigma}. They are read for each
 * capture or log that comes in, so that a new file counts from the next one on. What cannot be used is in the server's log.
 */
final class SiteDetections {

    private static final Logger LOG = System.getLogger(SiteDetections.class.getName());

    private final Path bundles;
    private final Path rules;
    private final Indicators shipped;
    private final InstantSource clock;

    /** @param data the server's data folder */
    SiteDetections(Path data, Indicators shipped, InstantSource clock) {
        this.bundles = data.resolve("indicators");
        this.rules = data.resolve("sigma");
        this.shipped = shipped;
        this.clock = clock;
    }

    /** What ships and what the site has. */
    Indicators indicators() {
        return KnownIndicators.of(shipped, bundles(), clock.instant(), SiteDetections::log);
    }

    boolean hasRules() {
        return Files.isDirectory(rules);
    }

    /** The site's rules that can be used; none where it has none. */
    List<SigmaRule> rules() {
        if (!hasRules()) {
            return List.of();
        }
        Read<SigmaRule> read = SigmaFolder.read(List.of(rules));
        read.problems().forEach(SiteDetections::log);
        return read.items();
    }

    private List<Path> bundles() {
        if (!Files.isDirectory(bundles)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(bundles)) {
            return files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the folder of indicators cannot be read", e);
            return List.of();
        }
    }

    private static void log(Problem problem) {
        LOG.log(Level.WARNING, "{0}: {1}", problem.source(), problem.what().en());
    }
}
