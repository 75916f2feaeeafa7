package dev.firebreak.app.feed.msrc;

import dev.firebreak.app.feed.document.DocumentHead;
import dev.firebreak.app.feed.document.FeedDocument;
import dev.firebreak.app.feed.document.FeedKind;
import dev.firebreak.app.feed.document.FeedReader;
import dev.firebreak.app.feed.document.FeedSink;
import dev.firebreak.app.io.PackageFileName;
import dev.firebreak.app.io.TextLines;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A list of packages: an address or a file's name a line, or the download dialog of the Update Catalog. */
public final class DownloadListReader implements FeedReader {

    private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s\"'<>,;]{1,1500}");
    private static final Pattern PACKAGE =
            Pattern.compile("\\S*kb\\d{6,8}\\S*\\.(msu|exe|cab|msp|psf)", Pattern.CASE_INSENSITIVE);
    private static final Text NOT_THE_VENDOR = new Text(
            "an address that is not the vendor's, ignored: its content cannot be trusted",
            "ベンダーのものではないアドレスのため、読み飛ばしました（一覧の作成者が任意のファイルを指せるためです）");
    private static final Text NO_UPDATE =
            new Text("names no package of an update, skipped", "更新プログラムのパッケージではないため、読み飛ばしました");

    @Override
    public boolean fits(DocumentHead head) {
        if (head.isMarkup()) {
            return head.contains("downloadInformation[");
        }
        return head.text()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .findFirst()
                .map(line ->
                        ADDRESS.matcher(line).matches() || PACKAGE.matcher(line).matches())
                .orElse(false);
    }

    @Override
    public void read(FeedDocument leaf, FeedSink sink) throws IOException {
        sink.document(FeedKind.DOWNLOADS, leaf.name(), null);
        var rows = new TextLines(leaf.text());
        boolean dialog = false;
        for (String line = rows.next(); line != null; line = rows.next()) {
            String stripped = line.strip();
            dialog |= stripped.startsWith("<");
            if (stripped.isEmpty() || stripped.startsWith("#")) {
                continue;
            }
            Matcher addresses = ADDRESS.matcher(stripped);
            boolean any = false;
            while (addresses.find()) {
                any = true;
                address(addresses.group(), dialog, rows.line(), sink);
            }
            if (!any && !dialog) {
                PackageFileName.Found found = PackageFileName.read(stripped, null, null);
                if (found == null) {
                    sink.addProblem(rows.line(), NO_UPDATE);
                } else {
                    sink.file(found.kb(), found.file());
                }
            }
        }
    }

    private static void address(String address, boolean dialog, long line, FeedSink sink) {
        String path = address.replaceFirst("[?#].*$", "");
        PackageFileName.Found found = PackageFileName.read(path.substring(path.lastIndexOf('/') + 1), null, address);
        if (found == null) {
            // A page has addresses of many things; in a list each line should be a package.
            if (!dialog) {
                sink.addProblem(line, NO_UPDATE);
            }
        } else if (!PackageFileName.vendors(address)) {
            sink.addProblem(line, NOT_THE_VENDOR);
        } else {
            sink.file(found.kb(), found.file());
        }
    }
}
