package dev.firebreak.core.watch.detector;

import dev.firebreak.core.watch.Detector;
import dev.firebreak.core.watch.Indicators;
import java.util.List;
import java.util.Set;

/** The detectors that every run has. */
public final class ShippedDetectors {

    private ShippedDetectors() {}

    /** @param canaries names of the site's own canary files */
    public static List<Detector<?>> all(Indicators indicators, Set<String> canaries) {
        return List.of(
                new SmbExploitDetector(),
                new ScanDetector(),
                new KillSwitchDetector(indicators),
                new RansomwareDetector(canaries),
                new IndicatorDetector(indicators));
    }
}
