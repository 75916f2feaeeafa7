package dev.firebreak.app.feed;

import dev.firebreak.core.advisory.Wording;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A list of packages: an address or a file's name a line, or the download dialog of the Update Catalog. */
final class DownloadListReader implements FeedReader {

    private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s\"'<>,;]{1,1500}");
    private static final Pattern PACKAGE =
            Pattern.compile("\\S*kb\\d{6,8}\\S*\\.(msu|exe|cab|msp|psf)", Pattern.CASE_INSENSITIVE);
    private static final Wording NOT_THE_VENDOR = new Wording(
            "an address that is not the vendor's, left out: whoever wrote the list could put anything there",
            "ベンダーのものではないアドレスのため、読み飛ばしました（一覧の作成者が任意のファイルを指せるためです）");
    private static final Wording NO_UPDATE =
            new Wording("names no package of an update, left out", "更新プログラムのパッケージではないため、読み飛ばしました");

    @Override
    public boolean fits(Head head) {
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
    public void read(Leaf leaf, FeedSink sink) throws IOException {
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
                PackageName.Found found = PackageName.read(stripped, null, null);
                if (found == null) {
                    sink.complain(rows.line(), NO_UPDATE);
                } else {
                    sink.file(found.kb(), found.file());
                }
            }
        }
    }

    private static void address(String address, boolean dialog, long line, FeedSink sink) {
        String path = address.replaceFirst("[?#].*$", "");
        PackageName.Found found = PackageName.read(path.substring(path.lastIndexOf('/') + 1), null, address);
        if (found == null) {
            // A page has addresses of many things; in a list each line should be a package.
            if (!dialog) {
                sink.complain(line, NO_UPDATE);
            }
        } else if (!PackageName.vendors(address)) {
            sink.complain(line, NOT_THE_VENDOR);
        } else {
            sink.file(found.kb(), found.file());
        }
    }
}
