package dev.firebreak.core.guidance;

import dev.firebreak.core.exposure.Coverage;
import dev.firebreak.core.text.Text;

/** What an answer about the whole catalogue covers, as a sentence. */
public final class CoverageText {

    private CoverageText() {}

    public static Text sentence() {
        return Text.format(
                "Covers Windows and the parts that ship with it. Not examined: %s and other products.",
                "対象は Windows と Windows に付属する構成要素です。%s などの製品は確認していません。",
                new Text(String.join(", ", Coverage.notExamined()), String.join("、", Coverage.notExamined())));
    }
}
