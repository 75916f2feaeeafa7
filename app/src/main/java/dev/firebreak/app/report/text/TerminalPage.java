package dev.firebreak.app.report.text;

import dev.firebreak.app.report.model.ReportStyle;
import dev.firebreak.app.report.model.TerminalColours;
import dev.firebreak.core.guidance.ActionText;
import dev.firebreak.core.text.Language;
import dev.firebreak.core.text.SafeText;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Lines of a terminal in one language. */
public final class TerminalPage {

    private final OutputStream out;
    private final Language language;
    private final int columns;
    private final TerminalColours ink;

    public TerminalPage(OutputStream out, ReportStyle style) {
        this.out = out;
        this.language = style.language();
        this.columns = style.columns();
        this.ink = new TerminalColours(style.colours());
    }

    public TerminalColours ink() {
        return ink;
    }

    /** Width of the terminal; 0 where lines may be as long as they need. */
    int columns() {
        return columns;
    }

    public String text(Text wording) {
        return wording.in(language);
    }

    public void line(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void line() {
        line("");
    }

    /** Text after a heading that takes as many columns as the indent of the lines that follow. */
    public void hanging(String heading, int indent, String text) {
        hanging(heading, indent, LineWrapper.lines(text, room(indent)));
    }

    public void hanging(String heading, int indent, List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            line(i == 0 ? heading + lines.getFirst() : " ".repeat(indent) + lines.get(i));
        }
    }

    /**
     * A step with what one needs for it; what is to be copied stays whole, on a line of its own where it must.
     *
     * @param brief whether addresses that do not fit may be left out: the name of the file finds it in the catalogue too
     */
    void step(String bullet, int indent, ActionText step, boolean brief) {
        String margin = " ".repeat(indent);
        int under = indent + TextWidth.of(bullet);
        hanging(margin + bullet, under, text(step.what()));
        int widest = step.details().stream()
                .mapToInt(d -> TextWidth.of(text(d.label())))
                .max()
                .orElse(0);
        for (ActionText.Detail detail : step.details()) {
            String label = " ".repeat(under) + ink.dim(TextWidth.pad(text(detail.label()), widest)) + "  ";
            String value = SafeText.text(text(detail.value()));
            int at = under + widest + 2;
            boolean fits = columns == 0 || at + TextWidth.of(value) <= columns;
            if (!fits && brief && detail.label().equals(ActionText.ADDRESS)) {
                continue;
            }
            if (!detail.verbatim()) {
                hanging(label, at, value);
            } else if (fits) {
                line(label + ink.bold(value));
            } else {
                line(label.stripTrailing());
                // As far left as it takes to fit: a name that the terminal breaks cannot be copied.
                line(" ".repeat(Math.max(0, Math.min(under, columns - TextWidth.of(value)))) + ink.bold(value));
            }
        }
    }

    /** Columns left beside an indent; 0 where there is no end. */
    public int room(int indent) {
        return columns == 0 ? 0 : Math.max(10, columns - indent);
    }
}
