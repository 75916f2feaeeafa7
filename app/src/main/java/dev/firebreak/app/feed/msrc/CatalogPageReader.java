package dev.firebreak.app.feed.msrc;

import dev.firebreak.app.feed.document.DocumentHead;
import dev.firebreak.app.feed.document.FeedDocument;
import dev.firebreak.app.feed.document.FeedKind;
import dev.firebreak.app.feed.document.FeedReader;
import dev.firebreak.app.feed.document.FeedSink;
import dev.firebreak.app.feed.document.FeedValues;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.catalogue.VendorStatement;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * Pages of the Microsoft Update Catalog as a browser saves them: the table that a search gives, and the details of one
 * update, which say what it replaces.
 */
public final class CatalogPageReader implements FeedReader {

    private static final int MAX_BYTES = 32 << 20;
    private static final int MAX_DEPTH = 512;
    private static final Pattern KB = Pattern.compile("\\(?\\bKB(\\d{6,8})\\b\\)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern PRODUCT =
            Pattern.compile(" for (Windows .{1,200}|Microsoft .{1,200}|Azure .{1,200})$");
    private static final Pattern DAY = Pattern.compile("(\\d{1,2})/(\\d{1,2})/(\\d{4})");
    private static final String TITLE = "ScopedViewHandler_titleText";

    @Override
    public boolean fits(DocumentHead head) {
        return head.isMarkup()
                && (head.contains("ctl00_catalogBody") || head.contains("ScopedViewHandler_"))
                && !head.contains("downloadInformation[");
    }

    @Override
    public void read(FeedDocument leaf, FeedSink sink) throws IOException {
        sink.document(FeedKind.CATALOG, leaf.name(), null);
        byte[] page = leaf.in().readNBytes(MAX_BYTES);
        if (leaf.in().read() >= 0) {
            sink.cutShort(0, new Text("far too large for a page of the catalogue", "カタログのページとしては大きすぎます"));
        }
        var parser = org.jsoup.parser.Parser.htmlParser().setMaxDepth(MAX_DEPTH);
        Document html = Jsoup.parse(new String(page, StandardCharsets.UTF_8), "", parser);
        Element details = html.getElementById(TITLE);
        if (details != null) {
            details(html, details.text(), sink);
            return;
        }
        Element table = html.getElementById("ctl00_catalogBody_updateMatches");
        if (table == null) {
            sink.addProblem(0, new Text("a catalogue page without its table", "カタログのページですが、検索結果の表がありません"));
            return;
        }
        for (Element row : table.select("tr")) {
            if (!row.id().equals("headerRow")) {
                row(row, sink);
            }
        }
    }

    private static void row(Element row, FeedSink sink) {
        List<String> cells = new ArrayList<>();
        for (Element cell : row.select("> td")) {
            cells.add(cell.text());
        }
        // Check box, title, products, classification, last updated, version, size, button.
        if (cells.size() < 5) {
            sink.addProblem(0, new Text("a row with too few cells, skipped", "列の足りない行のため、読み飛ばしました"));
            return;
        }
        String title = cells.get(1);
        Kb kb = kb(title);
        if (kb == null) {
            sink.addProblem(
                    0, Text.format("an update without a KB number: %s", "KB 番号のない更新です: %s", FeedValues.shown(title)));
            return;
        }
        state(kb, title, cells.get(2), day(cells.get(4)), "", List.of(), sink);
    }

    private static void details(Document html, String title, FeedSink sink) {
        Kb kb = kb(title);
        if (kb == null) {
            sink.addProblem(
                    0, Text.format("an update without a KB number: %s", "KB 番号のない更新です: %s", FeedValues.shown(title)));
            return;
        }
        List<Kb> replaced = new ArrayList<>();
        Element list = html.getElementById("supersedesInfo");
        if (list != null) {
            Matcher m = KB.matcher(list.text());
            while (m.find() && replaced.size() < 1000) {
                dev.firebreak.core.advisory.Kb.parse(m.group(1)).ifPresent(replaced::add);
            }
        }
        state(
                kb,
                title,
                text(html, "ScopedViewHandler_labelSupportedProducts_Separator"),
                day(text(html, "ScopedViewHandler_date")),
                text(html, "ScopedViewHandler_msrcSeverity"),
                replaced.stream().distinct().filter(other -> !other.equals(kb)).toList(),
                sink);
    }

    /** The title names the product with its architecture, the column of products without; so the title comes first. */
    private static void state(
            Kb kb,
            String title,
            String products,
            @Nullable LocalDate published,
            String severity,
            List<Kb> replaced,
            FeedSink sink) {
        Matcher named = PRODUCT.matcher(KB.matcher(title).replaceAll("").strip());
        String product = named.find() ? named.group(1) : products;
        sink.statement(new VendorStatement(
                null,
                kb,
                product,
                "",
                new VendorStatement.Bulletin(published, title, severity, "", Set.of()),
                replaced,
                null));
    }

    private static @Nullable Kb kb(String title) {
        Matcher m = KB.matcher(title);
        return m.find() ? dev.firebreak.core.advisory.Kb.parse(m.group(1)).orElse(null) : null;
    }

    private static String text(Document html, String id) {
        Element element = html.getElementById(id);
        return element == null ? "" : element.text();
    }

    /** The catalogue writes days as Americans do, whatever the browser's language. */
    private static @Nullable LocalDate day(String text) {
        Matcher m = DAY.matcher(text);
        try {
            return m.find()
                    ? LocalDate.of(
                            Integer.parseInt(m.group(3)), Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2)))
                    : null;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
