package dev.firebreak.app.report.html;

import dev.firebreak.app.io.SpoolFile;
import dev.firebreak.core.text.SafeText;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Writes HTML: markup is ours, everything else goes through {@link #text} and cannot become markup. */
public final class HtmlWriter {

    private static final int FULL = 1 << 13;

    private final OutputStream out;
    private final StringBuilder waiting = new StringBuilder(FULL + 1024);

    public HtmlWriter(OutputStream out) {
        this.out = out;
    }

    /** Markup of our own. Never give it anything that was read. */
    public HtmlWriter raw(String markup) {
        waiting.append(markup);
        if (waiting.length() >= FULL) {
            flush();
        }
        return this;
    }

    /** Text, escaped for elements and for quoted attributes. */
    public HtmlWriter text(String text) {
        return raw(escaped(SafeText.text(text)));
    }

    HtmlWriter number(long number) {
        return raw(Long.toString(number));
    }

    /** A sentence in both languages, of which the style sheet shows one. */
    public HtmlWriter text(Text wording) {
        if (wording.en().equals(wording.ja())) {
            return text(wording.en());
        }
        return raw("<span lang=\"en\">")
                .text(wording.en())
                .raw("</span><span lang=\"ja\">")
                .text(wording.ja())
                .raw("</span>");
    }

    HtmlWriter flush() {
        try {
            out.write(waiting.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        waiting.setLength(0);
        return this;
    }

    /** A piece of a spool, which holds what this class wrote. */
    HtmlWriter copy(SpoolFile spool, SpoolFile.Piece piece) {
        flush();
        spool.copy(piece.from(), piece.length(), out);
        return this;
    }

    static String escaped(String text) {
        var escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
