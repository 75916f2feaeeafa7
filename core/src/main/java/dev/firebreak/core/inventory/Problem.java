package dev.firebreak.core.inventory;

import dev.firebreak.core.text.Text;

/**
 * Something in the input that could not be used, said to the user with its place.
 *
 * @param isFault whether the input is not to blame: a fault of ours, of which a report was kept
 */
public record Problem(Source source, Text what, boolean isFault) {

    /** Something that is wrong with the input. */
    public Problem(Source source, Text what) {
        this(source, what, false);
    }

    /**
     * A fault of ours.
     *
     * @param report where the report of it is, as {@link BugReports#keep} says
     */
    public static Problem fault(Source source, String report) {
        return new Problem(source, faultWording(report), true);
    }

    private static Text faultWording(String report) {
        return Text.format(
                "a fault of Firebreak: this was not assessed; please pass on the report %s",
                "Firebreak の不具合のため、判定していません。報告ファイル %s を開発元にお送りください", report);
    }
}
