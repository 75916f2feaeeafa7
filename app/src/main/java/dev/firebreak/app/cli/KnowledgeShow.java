package dev.firebreak.app.cli;

import dev.firebreak.core.advisory.Catalogue;
import dev.firebreak.core.advisory.Language;
import dev.firebreak.core.advisory.Lookup;
import java.io.PrintStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** {@code knowledge show}: all that is known of an update, a CVE, a bulletin or a product. */
final class KnowledgeShow {

    private KnowledgeShow() {}

    static int show(Shell shell, @Nullable Path data, String name) {
        Catalogue catalogue = shell.catalogue(data);
        if (catalogue.isEmpty()) {
            throw new Stop(Exit.NOTHING_READ, "knowledge.empty");
        }
        Lookup.Found found = new Lookup(
                        catalogue, shell.rooms().knowledge().get().products())
                .find(name)
                .orElseThrow(() -> new Stop(Exit.NOTHING_READ, "knowledge.unknown", name));
        write(found, shell.out(), shell.firebreak().messages().language());
        return Exit.DONE;
    }

    private static void write(Lookup.Found found, PrintStream out, Language language) {
        out.println(line(found.title().in(language)));
        for (Lookup.Section section : found.sections()) {
            out.println();
            write(section, out, language);
        }
    }

    static void write(Lookup.Section section, PrintStream out, Language language) {
        out.println(line(section.heading().in(language)));
        section.lines().forEach(text -> out.println("  " + line(text.in(language))));
    }

    /** Titles come from feeds: none of them looks like a line of ours. */
    private static String line(String text) {
        return Cli.visible(text).replace('\n', '?');
    }
}
