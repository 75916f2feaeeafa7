package dev.firebreak.core.guidance;

import dev.firebreak.core.inventory.Evidence.IndicatorObserved;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.text.Text;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The traces of a worm on a machine in words: suspected, never more, and apart from every verdict. */
public final class SuspicionText {

    /** What it is called in headings. */
    public static final Text TITLE = new Text("Suspected infection", "感染の疑い");

    /** What to do about it. */
    public static final Text ADVICE = new Text(
            "Disconnect it from the network, do not shut it down, and have it examined. A trace is a reason to suspect, not a proof; "
                    + "no trace found does not mean that the machine is clean.",
            "ネットワークから切り離し、電源は切らずに調査してください。痕跡は疑う理由であり、感染の証明ではありません。痕跡が見つからないことも、感染していないことの証明にはなりません。");

    private SuspicionText() {}

    /** The traces that were found, each sort once; nothing where none was. */
    public static Optional<Text> of(Snapshot snapshot) {
        Set<Text> traces = new LinkedHashSet<>();
        for (IndicatorObserved seen : snapshot.traces()) {
            traces.add(seen.trace().label());
        }
        return traces.isEmpty()
                ? Optional.empty()
                : Optional.of(Text.format(
                        "traces of WannaCry: %s",
                        "WannaCry の痕跡: %s",
                        new Text(
                                traces.stream().map(Text::en).collect(Collectors.joining(", ")),
                                traces.stream().map(Text::ja).collect(Collectors.joining("、")))));
    }
}
