package dev.firebreak.app.catalogue;

import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.inventory.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A real host read with the least that tests of judging need; reading well is the business of another room. */
final class RealHost {

    private static final Pattern VERSION = Pattern.compile("(\\d+\\.\\d+\\.\\d{4,5})");
    private static final Pattern LISTED = Pattern.compile("KB(\\d{5,7})");

    private RealHost() {}

    static Snapshot read(String caption, Architecture architecture, String... files) {
        List<Kb> kbs = new ArrayList<>();
        String version = "";
        for (String file : files) {
            String text = SharedData.text("systeminfo/" + file);
            LISTED.matcher(text).results().forEach(m -> kbs.add(new Kb(Integer.parseInt(m.group(1)))));
            var matcher = VERSION.matcher(text);
            if (file.contains("systeminfo") && matcher.find()) {
                version = matcher.group(1);
            }
        }
        Source source = Source.of(files[0]);
        Integer servicePack = version.equals("6.1.7601") ? 1 : null;
        return Snapshot.of(
                "HOST",
                files[0],
                List.of(
                        new Evidence.OsObserved(caption, Build.of(version), servicePack, architecture, null, source),
                        Evidence.HotfixesListed.whole(KbSet.of(kbs), source)));
    }
}
