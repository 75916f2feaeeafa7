package dev.firebreak.app.collect.format;

import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.HotfixesListed;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.text.Text;
import java.util.ArrayList;
import java.util.List;

/** What is left of a text with holes, as a disk or a transfer leaves them: it still proves what it holds, and no more. */
public final class DamagedText {

    private static final Text HOLES = new Text(
            "damaged (NUL characters within the text): its lists count as cut short; collect again",
            "ファイルが壊れています（文字の間に NUL があります）。一覧は途中で切れたものとして扱います。収集し直してください");

    private DamagedText() {}

    public static boolean is(String text) {
        return text.indexOf('\0') >= 0;
    }

    public static Read<EvidencePart> read(DecodedFile content, Read<EvidencePart> read) {
        List<Problem> problems = new ArrayList<>(read.problems());
        problems.add(new Problem(content.source(), HOLES));
        return new Read<>(read.items().stream().map(DamagedText::doubted).toList(), problems);
    }

    private static EvidencePart doubted(EvidencePart piece) {
        return piece.withEvidence(
                piece.evidence().stream().map(DamagedText::doubted).toList());
    }

    private static Evidence doubted(Evidence evidence) {
        return evidence instanceof HotfixesListed list && list.complete()
                ? HotfixesListed.partial(list.ids(), HOLES, list.source())
                : evidence;
    }
}
