package dev.firebreak.app.collect;

import dev.firebreak.core.advisory.Wording;
import dev.firebreak.core.inventory.Complaint;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.HotfixesListed;
import dev.firebreak.core.inventory.Read;
import java.util.ArrayList;
import java.util.List;

/** What is left of a text with holes, as a disk or a transfer leaves them: it still proves what it holds, and no more. */
final class Damaged {

    private static final Wording HOLES = new Wording(
            "damaged (NUL characters within the text): its lists count as cut short; collect again",
            "ファイルが壊れています（文字の間に NUL があります）。一覧は途中で切れたものとして扱います。採取し直してください");

    private Damaged() {}

    static boolean is(String text) {
        return text.indexOf('\0') >= 0;
    }

    static Read<Piece> read(Content content, Read<Piece> read) {
        List<Complaint> complaints = new ArrayList<>(read.complaints());
        complaints.add(new Complaint(content.source(), HOLES));
        return new Read<>(read.items().stream().map(Damaged::doubted).toList(), complaints);
    }

    private static Piece doubted(Piece piece) {
        return piece.withEvidence(
                piece.evidence().stream().map(Damaged::doubted).toList());
    }

    private static Evidence doubted(Evidence evidence) {
        return evidence instanceof HotfixesListed list && list.complete()
                ? HotfixesListed.partial(list.ids(), HOLES, list.source())
                : evidence;
    }
}
