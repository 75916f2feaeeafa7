package dev.firebreak.app.feed.store;

import dev.firebreak.app.feed.document.FeedKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which imports count: of several editions of one document the newest. In doubt both count, for what is said twice does
 * no harm, and a hole that is no longer said is one nobody looks for.
 */
public final class ImportEditions {

    private ImportEditions() {}

    /** Those that no other takes the place of, in the order of import. */
    public static List<ImportRecord> inForce(List<ImportRecord> imports) {
        List<ImportRecord> left = new ArrayList<>();
        for (ImportRecord one : imports) {
            if (replacedBy(one, imports) == null) {
                left.add(one);
            }
        }
        return left;
    }

    /** The import that takes this one's place; null where it counts. */
    @SuppressWarnings("ReferenceEquality") // the record itself: everything before it in the list is older
    public static @Nullable ImportRecord replacedBy(ImportRecord old, List<ImportRecord> imports) {
        boolean after = false;
        ImportRecord found = null;
        for (ImportRecord other : imports) {
            if (other == old) {
                after = true;
            } else if (replaces(other, old, after)) {
                found = other;
            }
        }
        return found;
    }

    private static boolean replaces(ImportRecord other, ImportRecord old, boolean importedLater) {
        if (!other.whole()
                || !other.kinds().stream().allMatch(FeedKind::hasEditions)
                || !other.document().equals(old.document())
                || !other.kinds().equals(old.kinds())) {
            return false;
        }
        int age = compareEditions(other, old);
        boolean newer = age == 0 ? importedLater : age > 0;
        // An edition that has lost a tenth of its statements is not the same list, whatever it calls itself.
        return newer && other.counts().total() >= old.counts().total() * 9 / 10;
    }

    private static int compareEditions(ImportRecord first, ImportRecord second) {
        String a = first.edition();
        String b = second.edition();
        return a == null || b == null ? 0 : a.compareTo(b);
    }
}
