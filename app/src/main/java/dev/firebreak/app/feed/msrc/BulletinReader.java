package dev.firebreak.app.feed.msrc;

import dev.firebreak.app.feed.document.DocumentHead;
import dev.firebreak.app.feed.document.DocumentUnpacker;
import dev.firebreak.app.feed.document.FeedDocument;
import dev.firebreak.app.feed.document.FeedKind;
import dev.firebreak.app.feed.document.FeedReader;
import dev.firebreak.app.feed.document.FeedSink;
import dev.firebreak.app.feed.document.FeedValues;
import dev.firebreak.app.io.CsvReader;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.catalogue.VendorStatement;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The bulletin list: one row for every CVE, update and product, in a CSV with a header. Rows without an update stay:
 * they say that a product is affected, and that is not to be lost.
 */
public final class BulletinReader implements FeedReader {

    private static final List<String> COLUMNS = List.of(
            "DatePosted",
            "CVE",
            "BulletinKB",
            "Title",
            "AffectedProduct",
            "AffectedComponent",
            "Severity",
            "Impact",
            "Supersedes");
    private static final int ABSENT = Integer.MAX_VALUE;
    private static final Text BROKEN =
            new Text("row with broken quotes or far too long, skipped", "引用符が壊れているか長すぎる行のため、読み飛ばしました");
    private static final Text SHORT = new Text("row with too few fields, skipped", "項目が足りない行のため、読み飛ばしました");
    private static final Text GARBLED =
            new Text("characters that are not UTF-8; shown as \uFFFD", "UTF-8 ではない文字があるため、\uFFFD と表示します");
    private static final Text NO_PRODUCT = new Text("row that names no product, skipped", "製品名がない行のため、読み飛ばしました");

    @Override
    public boolean fits(DocumentHead head) {
        String text = head.text();
        int end = text.indexOf('\n');
        String first = end < 0 ? text : text.substring(0, end);
        return first.contains("BulletinKB") && first.contains("AffectedProduct");
    }

    @Override
    public void read(FeedDocument leaf, FeedSink sink) throws IOException {
        sink.document(FeedKind.BULLETINS, leaf.series(), leaf.name());
        var rows = new CsvReader(leaf.text());
        if (!rows.next()) {
            return;
        }
        int[] places = places(rows, sink);
        int needed = Arrays.stream(places).filter(p -> p != ABSENT).max().orElse(0) + 1;
        var cells = new Cells(sink);
        try {
            while (rows.next()) {
                row(rows, needed, places, cells, sink);
            }
        } catch (IOException e) {
            sink.cutShort(rows.line(), DocumentUnpacker.why(e));
        }
    }

    private static int[] places(CsvReader header, FeedSink sink) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < header.fields(); i++) {
            names.add(header.field(i).replace("\uFEFF", "").replace("\"", "").strip());
        }
        int[] places = COLUMNS.stream().mapToInt(names::indexOf).toArray();
        for (int i = 0; i < places.length; i++) {
            if (places[i] < 0) {
                places[i] = ABSENT;
                String missing = COLUMNS.get(i);
                sink.addProblem(1, Text.format("no column %s", "列 %s がありません", missing));
            }
            String name = COLUMNS.get(i);
            if (names.indexOf(name) != names.lastIndexOf(name)) {
                sink.addProblem(1, Text.format("column %s twice; the first is read", "列 %s が二つあるため、最初のものを使います", name));
            }
        }
        return places;
    }

    private static void row(CsvReader rows, int needed, int[] places, Cells cells, FeedSink sink) {
        if (rows.broken()) {
            sink.addProblem(rows.line(), BROKEN);
            return;
        }
        if (rows.fields() == 1 && (rows.field(0).isBlank() || rows.field(0).startsWith("#"))) {
            return;
        }
        if (rows.garbled()) {
            sink.addProblem(rows.line(), GARBLED);
        }
        if (rows.fields() < needed) {
            sink.addProblem(rows.line(), SHORT);
            return;
        }
        String product = rows.field(places[4]);
        if (product.isBlank()) {
            sink.addProblem(rows.line(), NO_PRODUCT);
            return;
        }
        long line = rows.line();
        String id = rows.field(places[1]);
        sink.statement(
                new VendorStatement(
                        cells.cve(id, line),
                        cells.kb(rows.field(places[2]), line),
                        product,
                        rows.field(places[5]),
                        new VendorStatement.Bulletin(
                                cells.day(rows.field(places[0]), line),
                                rows.field(places[3]),
                                cells.word(rows.field(places[6]), "Severity", line),
                                cells.word(rows.field(places[7]), "Impact", line),
                                FeedValues.isAdvisory(id) ? Set.of(id) : Set.of()),
                        cells.kbs(rows.field(places[8]), line),
                        null),
                line);
    }

    /** Reads cells, each spelling once: six hundred thousand rows hold few different ones. */
    private static final class Cells {

        private static final int MAX_KEPT = 1 << 17;

        private final FeedSink sink;
        private final Map<String, LocalDate> days = new HashMap<>();
        private final Map<String, Kb> kbs = new HashMap<>();
        private final Map<String, List<Kb>> lists = new HashMap<>();
        private String lastCve = "";
        private @Nullable String lastRead;

        Cells(FeedSink sink) {
            this.sink = sink;
        }

        @Nullable
        String cve(String cell, long line) {
            if (!cell.equals(lastCve)) {
                lastCve = cell;
                lastRead = FeedValues.cve(cell);
            }
            if (lastRead == null && !cell.isEmpty() && !FeedValues.isAdvisory(cell)) {
                sink.addProblem(line, Text.format("not a CVE: %s", "CVE 番号ではありません: %s", FeedValues.shown(cell)));
            }
            return lastRead;
        }

        @Nullable
        LocalDate day(String cell, long line) {
            LocalDate day = days.get(cell);
            if (day == null && !cell.isEmpty()) {
                day = FeedValues.day(cell);
                if (day == null) {
                    sink.addProblem(line, Text.format("not a day: %s", "日付ではありません: %s", FeedValues.shown(cell)));
                } else if (days.size() < MAX_KEPT) {
                    days.put(cell, day);
                }
            }
            return day;
        }

        @Nullable
        Kb kb(String cell, long line) {
            if (cell.isEmpty()) {
                return null;
            }
            Kb kb = kbs.get(cell);
            if (kb == null) {
                kb = FeedValues.kb(cell);
                if (kb == null) {
                    sink.addProblem(
                            line,
                            Text.format(
                                    "an update without a KB number: %s; the product counts as affected, by no known update",
                                    "KB 番号のない更新です: %s（製品は影響を受けるものとし、更新は不明とします）", FeedValues.shown(cell)));
                } else if (kbs.size() < MAX_KEPT) {
                    kbs.put(cell, kb);
                }
            }
            return kb;
        }

        List<Kb> kbs(String cell, long line) {
            if (cell.isEmpty()) {
                return List.of();
            }
            List<Kb> found = lists.get(cell);
            if (found == null) {
                found = List.copyOf(FeedValues.kbs(cell));
                if (found.isEmpty()) {
                    sink.addProblem(
                            line,
                            Text.format(
                                    "says what it replaces without a KB number: %s",
                                    "置き換え対象に KB 番号がありません: %s", FeedValues.shown(cell)));
                } else if (lists.size() < MAX_KEPT) {
                    lists.put(cell, found);
                }
            }
            return found;
        }

        String word(String cell, String column, long line) {
            // What PowerShell prints when a list stands where one word should.
            if (cell.startsWith("System.Object")) {
                sink.addProblem(
                        line,
                        Text.format(
                                "%s says %s, which is no word of the feed; left empty",
                                "%s 欄の %s は値ではないため、空として扱います", column, FeedValues.shown(cell)));
                return "";
            }
            return cell;
        }
    }
}
