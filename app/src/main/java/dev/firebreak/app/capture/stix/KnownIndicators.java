package dev.firebreak.app.capture.stix;

import dev.firebreak.app.io.PlainFiles;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import dev.firebreak.core.watch.Indicator;
import dev.firebreak.core.watch.Indicators;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The indicators that ship and those of STIX bundles. */
public final class KnownIndicators {

    private static final int MAX_BYTES = 256 << 20;

    private KnownIndicators() {}

    /**
     * The shipped ones first: of two with one value the shipped one counts.
     *
     * @param bundles files in STIX 2.1
     * @param now at which an indicator must be valid
     * @param problems takes what could not be used
     */
    public static Indicators of(Indicators shipped, List<Path> bundles, Instant now, Consumer<Problem> problems) {
        List<Indicator> all = new ArrayList<>(shipped.all());
        Set<String> seen = new HashSet<>();
        all.forEach(indicator -> seen.add(indicator.kind() + " " + indicator.value()));
        for (Path bundle : bundles) {
            try (InputStream in = PlainFiles.open(bundle)) {
                byte[] bytes = in.readNBytes(MAX_BYTES);
                if (in.read() >= 0) {
                    problems.accept(new Problem(
                            Source.of(bundle.toString()),
                            new Text("the file is too large; not used", "ファイルが大きすぎるため、使用しません")));
                    continue;
                }
                Read<Indicator> read = StixBundle.read(
                        new String(bytes, StandardCharsets.UTF_8), String.valueOf(bundle.getFileName()), now);
                read.problems().forEach(problems);
                read.items().stream()
                        .filter(indicator -> seen.add(indicator.kind() + " " + indicator.value()))
                        .forEach(all::add);
            } catch (IOException e) {
                problems.accept(new Problem(Source.of(bundle.toString()), PlainFiles.why(e)));
            }
        }
        return new Indicators(all);
    }
}
