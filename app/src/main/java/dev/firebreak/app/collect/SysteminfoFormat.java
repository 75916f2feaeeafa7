package dev.firebreak.app.collect;

import dev.firebreak.app.collect.Systeminfo.Entry;
import dev.firebreak.app.collect.Systeminfo.Item;
import dev.firebreak.core.inventory.Complaint;
import dev.firebreak.core.inventory.Read;
import java.util.ArrayList;
import java.util.List;

/** What {@code systeminfo} prints, in any language; several answers in one file are several machines. */
final class SysteminfoFormat implements Format {

    @Override
    public boolean fits(Content content) {
        return entries(content).stream().anyMatch(e -> Systeminfo.isVersion(e.value()));
    }

    @Override
    public Read<Piece> read(Content content) {
        List<Piece> pieces = new ArrayList<>();
        List<Complaint> complaints = new ArrayList<>();
        boolean endsWithLine = content.text().endsWith("\n") || content.text().endsWith("\r");
        List<List<Entry>> answers = apart(entries(content));
        for (int i = 0; i < answers.size(); i++) {
            boolean last = i == answers.size() - 1;
            Systeminfo.in(answers.get(i), content.source(), !last || endsWithLine)
                    .ifPresent(answer -> pieces.add(answer.piece(complaints)));
        }
        return new Read<>(pieces, complaints);
    }

    /** Several answers one after the other: each begins two entries before its version. */
    private static List<List<Entry>> apart(List<Entry> entries) {
        List<Integer> begins = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            if (Systeminfo.isVersion(entries.get(i).value())) {
                begins.add(begins.isEmpty() ? 0 : Math.max(begins.getLast() + 1, i - 2));
            }
        }
        List<List<Entry>> answers = new ArrayList<>();
        for (int i = 0; i < begins.size(); i++) {
            int end = i + 1 < begins.size() ? begins.get(i + 1) : entries.size();
            answers.add(entries.subList(begins.get(i), end));
        }
        return answers;
    }

    /** Lines that begin at the margin and hold a colon; indented lines belong to the one above. */
    private static List<Entry> entries(Content content) {
        List<Entry> entries = new ArrayList<>();
        List<String> lines = content.lines();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank()) {
                continue;
            }
            char first = line.charAt(0);
            if ((first == ' ' || first == '\t' || first == '[') && !entries.isEmpty()) {
                entries.getLast().items().add(new Item(line.strip(), i + 1));
                continue;
            }
            int colon = colon(line);
            if (colon > 0) {
                entries.add(new Entry(
                        Labels.plain(line.substring(0, colon)),
                        Labels.trimmed(line.substring(colon + 1)),
                        i + 1,
                        new ArrayList<>()));
            }
        }
        return entries;
    }

    /** The colon that ends the label: the last one followed by the padding, else the first. */
    private static int colon(String line) {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if ((c == ':' || c == '：') && (i + 1 == line.length() || Character.isWhitespace(line.charAt(i + 1)))) {
                return i;
            }
        }
        return Math.max(line.indexOf(':'), line.indexOf('：'));
    }
}
