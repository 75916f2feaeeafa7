package dev.firebreak.app.cli;

import dev.firebreak.core.catalogue.Catalogue;
import dev.firebreak.core.catalogue.CatalogueLookup;
import dev.firebreak.core.text.Language;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code knowledge show}: all that is known of an update, a CVE, a bulletin or a product. */
final class KnowledgeShow {

    private KnowledgeShow() {}

    static int show(CommandTerminal terminal, @Nullable Path data, String name) {
        Catalogue catalogue = terminal.catalogue(data);
        CatalogueLookup.Answer found = new CatalogueLookup(
                        catalogue, terminal.services().knowledge(data).knowledge())
                .find(name)
                .orElseThrow(() -> catalogue.isEmpty()
                        ? new CommandFailure(ExitCode.NOTHING_READ, "knowledge.empty")
                        : new CommandFailure(ExitCode.NOTHING_READ, "knowledge.unknown", name));
        write(
                found,
                terminal.out(),
                terminal.firebreak().messages().language(),
                terminal.terminal().outColumns());
        return ExitCode.DONE;
    }

    /** @param columns width of the terminal; 0 where the lines may be as long as they are */
    private static void write(CatalogueLookup.Answer found, PrintStream out, Language language, int columns) {
        folded(line(found.title().in(language)), "", columns).forEach(out::println);
        for (CatalogueLookup.Section section : found.sections()) {
            out.println();
            write(section, out, language, columns);
        }
    }

    static void write(CatalogueLookup.Section section, PrintStream out, Language language, int columns) {
        folded(line(section.heading().in(language)), "", columns).forEach(out::println);
        section.lines()
                .forEach(text -> folded(line(text.in(language)), "  ", columns).forEach(out::println));
    }

    /** Folds at spaces; a word longer than the line stays whole, so that it can be copied. */
    static List<String> folded(String text, String indent, int columns) {
        if (columns <= 0 || columns(indent + text) <= columns) {
            return List.of(indent + text);
        }
        List<String> lines = new ArrayList<>();
        int shift = text.length() - text.stripLeading().length();
        String next = indent + " ".repeat(shift) + "  ";
        StringBuilder row = new StringBuilder(indent + " ".repeat(shift));
        boolean begun = false;
        for (String word : text.strip().split(" ")) {
            if (begun && columns(row + " " + word) > columns) {
                lines.add(row.toString());
                row = new StringBuilder(next);
                begun = false;
            }
            row.append(begun ? " " : "").append(word);
            begun = true;
        }
        lines.add(row.toString());
        return lines;
    }

    /** Kanji and kana take two columns. */
    private static int columns(String text) {
        return text.codePoints().map(c -> c >= 0x1100 && !isNarrow(c) ? 2 : 1).sum();
    }

    private static boolean isNarrow(int c) {
        return (c >= 0x2000 && c < 0x2E80) || (c >= 0xFF61 && c <= 0xFFDC);
    }

    /** Titles come from feeds: none of them looks like a line of ours. */
    private static String line(String text) {
        return Cli.visible(text).replace('\n', '?');
    }
}
