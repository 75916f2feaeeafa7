package dev.firebreak.app.report.html;

import dev.firebreak.app.report.model.NaturalOrder;
import dev.firebreak.app.report.model.TerminalColours;
import dev.firebreak.app.report.model.VerdictTally;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.text.Text;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Bars of the fleet by verdict. Words and marks beside them say the same without colours. */
final class HtmlCharts {

    private static final int WIDTH = 1000;
    private static final int HEIGHT = 24;
    private static final int MAX_BARS = 15;

    private final HtmlWriter html;

    HtmlCharts(HtmlWriter html) {
        this.html = html;
    }

    /** One bar over the whole width, with its legend. */
    void whole(VerdictTally tally) {
        html.raw("<figure class=\"whole\">");
        bar(tally, tally.total(), HEIGHT);
        html.raw("<figcaption><ul class=\"legend\">");
        for (Verdict.Kind kind : Verdict.Kind.values()) {
            html.raw("<li class=\"" + css(kind) + (tally.of(kind) == 0 ? " none" : "") + "\"><span class=\"mark\">")
                    .raw(TerminalColours.mark(kind) + "</span> <b>")
                    .number(tally.of(kind))
                    .raw("</b> ")
                    .text(kind.label())
                    .raw("</li>");
        }
        html.raw("</ul></figcaption></figure>\n");
    }

    /** A bar for each product or site, the most exposed first. */
    void by(Text heading, Map<Text, VerdictTally> tallies) {
        int most = tallies.values().stream().mapToInt(VerdictTally::total).max().orElse(1);
        List<Map.Entry<Text, VerdictTally>> sorted = tallies.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<Text, VerdictTally> e) ->
                                -e.getValue().of(Verdict.Kind.VULNERABLE))
                        .thenComparingInt(e -> -e.getValue().of(Verdict.Kind.UNKNOWN))
                        .thenComparingInt(e -> -e.getValue().total())
                        .thenComparing(e -> e.getKey().en(), NaturalOrder.INSTANCE))
                .toList();
        html.raw("<section class=\"picture\"><h3>").text(heading).raw("</h3><ul class=\"bars\">\n");
        sorted.stream().limit(MAX_BARS).forEach(e -> row(e.getKey(), e.getValue(), most));
        html.raw("</ul>");
        if (sorted.size() > MAX_BARS) {
            html.raw("<p class=\"quiet\">")
                    .text(Text.format(
                            "and %d more with fewer vulnerable machines",
                            "ほか %d 件（未適用の端末がより少ないもの）", sorted.size() - MAX_BARS))
                    .raw("</p>");
        }
        html.raw("</section>\n");
    }

    private void row(Text name, VerdictTally tally, int most) {
        html.raw("<li><span class=\"label\">").text(name).raw("</span><span class=\"counts\">");
        for (Verdict.Kind kind : Verdict.Kind.values()) {
            if (tally.of(kind) > 0) {
                html.raw("<span class=\"" + css(kind) + "\"><span class=\"mark\">" + TerminalColours.mark(kind)
                                + "</span> ")
                        .number(tally.of(kind))
                        .raw("<span class=\"unseen\"> ")
                        .text(kind.label())
                        .raw("</span></span>");
            }
        }
        html.raw("</span>");
        bar(tally, most, HEIGHT / 2);
        html.raw("</li>\n");
    }

    /** @param most the number that takes the whole width */
    private void bar(VerdictTally tally, int most, int height) {
        html.raw(
                "<svg viewBox=\"0 0 " + WIDTH + " " + height + "\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
        long before = 0;
        for (Verdict.Kind kind : Verdict.Kind.values()) {
            long count = tally.of(kind);
            if (count > 0) {
                long from = before * WIDTH / most;
                // Wide enough to be seen: one exposed machine among thousands is what one looks for.
                long width = Math.max(4, (before + count) * WIDTH / most - from - 2);
                html.raw("<rect class=\"" + css(kind) + "\" x=\"" + from + "\" y=\"0\" width=\"" + width
                        + "\" height=\"" + height + "\"/>");
                before += count;
            }
        }
        html.raw("</svg>");
    }

    static String css(Verdict.Kind kind) {
        return "k-" + kind.id();
    }
}
