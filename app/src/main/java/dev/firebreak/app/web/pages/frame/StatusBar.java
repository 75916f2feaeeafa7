package dev.firebreak.app.web.pages.frame;

import dev.firebreak.core.fleet.MachineStatus;
import dev.firebreak.core.fleet.StatusTally;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A bar of machines by light: pieces beside one another, as percentages of a width. */
public record StatusBar(List<Piece> pieces) {

    /** What is drawn is seen: one exposed machine among thousands is what one looks for. */
    private static final double MIN_PERCENT = 0.8;

    /** One piece: {@code x} and {@code width} as SVG takes them. */
    public record Piece(MachineStatus status, String x, String width) {}

    public StatusBar {
        pieces = List.copyOf(pieces);
    }

    public static StatusBar of(StatusTally tally) {
        return of(tally, tally.total());
    }

    /** @param most how many machines would fill the whole width */
    public static StatusBar of(StatusTally tally, int most) {
        double whole = 0;
        for (MachineStatus status : MachineStatus.values()) {
            whole += share(tally.of(status), most);
        }
        // Pieces made wider so that they are seen take their room from all.
        double shrink = whole > 100 ? 100 / whole : 1;
        List<Piece> pieces = new ArrayList<>();
        double x = 0;
        for (MachineStatus status : MachineStatus.values()) {
            double width = share(tally.of(status), most) * shrink;
            if (width > 0) {
                pieces.add(new Piece(status, percent(x), percent(width)));
                x += width;
            }
        }
        return new StatusBar(pieces);
    }

    private static double share(int count, int most) {
        return count == 0 || most == 0 ? 0 : Math.max(MIN_PERCENT, 100.0 * count / most);
    }

    private static String percent(double number) {
        return String.format(Locale.ROOT, "%.3f%%", number);
    }
}
