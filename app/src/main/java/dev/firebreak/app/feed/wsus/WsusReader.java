package dev.firebreak.app.feed.wsus;

import dev.firebreak.app.feed.document.DocumentHead;
import dev.firebreak.app.feed.document.FeedDocument;
import dev.firebreak.app.feed.document.FeedKind;
import dev.firebreak.app.feed.document.FeedReader;
import dev.firebreak.app.feed.document.FeedSink;
import dev.firebreak.app.feed.document.FeedValues;
import dev.firebreak.app.io.PackageFileName;
import dev.firebreak.app.io.XmlElement;
import dev.firebreak.app.io.XmlRecordReader;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.catalogue.VendorStatement;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code package.xml} of the offline catalogue of Windows Update ({@code wsusscn2.cab}). Updates are numbers in it; which KB
 * an update is shows only in the names of its files, and its bundle is what replaces and is replaced.
 */
public final class WsusReader implements FeedReader {

    private static final Text SEVERAL = new Text(
            "an update of several KB numbers: which of them replaces the older one is not said, so none is taken to",
            "複数の KB 番号を含む更新です。どれが古い更新を置き換えるか示されていないため、置き換え関係には使いません");
    private static final int MAX_UPDATES = 2_000_000;
    /** Ids by which Windows Update knows products, as several published lists for WSUS have them alike. */
    private static final Map<String, String> PRODUCTS = Map.ofEntries(
            Map.entry("558f4bc3-4827-49e1-accf-ea79fd72d4c9", "Windows XP"),
            Map.entry("4cb6ebd5-e38a-4826-9f76-1416a6f563b0", "Windows XP x64 Edition"),
            Map.entry("874a7757-3a13-43b2-a7f2-cf2ff43dd6bf", "Windows XP Embedded"),
            Map.entry("a4bedb1d-a809-4f63-9b49-3fe31967b6d0", "Windows XP 64-Bit Edition Version 2003"),
            Map.entry("26997d30-08ce-4f25-b2de-699c36a8033a", "Windows Vista"),
            Map.entry("ba0ae9cc-5f01-40b4-ac3f-50192b5d6aaf", "Windows Server 2008"),
            Map.entry("bfe5b177-a086-47a0-b102-097e4fa1f807", "Windows 7"),
            Map.entry("fdfe8200-9d98-44ba-a12a-772282bf60ef", "Windows Server 2008 R2"),
            Map.entry("2ee2ad83-828c-4405-9479-544d767993fc", "Windows 8"),
            Map.entry("a105a108-7c9b-4518-bbbe-73f0fe30012b", "Windows Server 2012"),
            Map.entry("6407468e-edc7-4ecd-8c32-521f64cee65e", "Windows 8.1"),
            Map.entry("d31bd4c3-d872-41c9-a2e7-231f372588cb", "Windows Server 2012 R2"),
            Map.entry("a3c2375d-0c8a-42f9-bce0-28333e198407", "Windows 10"),
            Map.entry("569e8e8f-c6cd-42c8-92a3-efbb20a0f6f5", "Windows Server 2016"),
            Map.entry("f702a48c-919b-45d6-9aef-ca4248d50397", "Windows Server 2019"));

    @Override
    public boolean fits(DocumentHead head) {
        return head.isMarkup() && head.contains("OfflineSyncPackage");
    }

    @Override
    public void read(FeedDocument leaf, FeedSink sink) throws IOException {
        var records = new XmlRecordReader(leaf.in(), "OfflineSyncPackage", "Updates", "FileLocations");
        var catalogue = new Catalogue(sink);
        sink.document(FeedKind.WSUS, "wsusscn2", null);
        try {
            for (XmlElement element = records.next(); element != null; element = records.next()) {
                switch (element.name()) {
                    case "Update" -> catalogue.update(element);
                    case "FileLocation" -> catalogue.location(element);
                    default -> {}
                }
            }
        } finally {
            catalogue.tell();
        }
    }

    /** One revision of an update. */
    private record Revision(
            @Nullable LocalDate created,
            List<String> products,
            List<Integer> supersededBy,
            List<Integer> bundles,
            List<String> files) {}

    private static final class Catalogue {

        private final FeedSink sink;
        private final Map<Integer, Revision> revisions = new LinkedHashMap<>();
        private final Map<String, String> locations = new HashMap<>();

        Catalogue(FeedSink sink) {
            this.sink = sink;
        }

        void update(XmlElement update) {
            Integer id = number(update.attribute("RevisionId"));
            if (id == null || revisions.size() >= MAX_UPDATES) {
                sink.addProblem(update.line(), new Text("an update without a number, skipped", "番号のない更新のため、読み飛ばしました"));
                return;
            }
            List<String> products = new ArrayList<>();
            for (XmlElement category : update.within("Categories", "Category")) {
                if (category.attribute("Type").equals("Product")) {
                    products.add(category.attribute("Id").toLowerCase(java.util.Locale.ROOT));
                }
            }
            List<String> files = new ArrayList<>();
            update.within("PayloadFiles", "File").forEach(file -> files.add(file.attribute("Id")));
            Revision before = revisions.putIfAbsent(
                    id,
                    new Revision(
                            FeedValues.day(update.attribute("CreationDate")),
                            List.copyOf(products),
                            numbers(update, "SupersededBy"),
                            numbers(update, "BundledBy"),
                            List.copyOf(files)));
            if (before != null) {
                sink.addProblem(
                        update.line(), new Text("the same update twice; the first counts", "同じ更新が二つあるため、最初のものを使います"));
            }
        }

        void location(XmlElement location) {
            if (locations.size() < MAX_UPDATES) {
                locations.putIfAbsent(location.attribute("Id"), location.attribute("Url"));
            }
        }

        private static List<Integer> numbers(XmlElement update, String list) {
            List<Integer> numbers = new ArrayList<>();
            for (XmlElement revision : update.within(list, "Revision")) {
                Integer number = number(revision.attribute("Id"));
                if (number != null) {
                    numbers.add(number);
                }
            }
            return List.copyOf(numbers);
        }

        private static @Nullable Integer number(String text) {
            return text.matches("\\d{1,9}") ? Integer.valueOf(text) : null;
        }

        /** All that has been read; links go both ways, so only at the end is anything known. */
        void tell() {
            Map<Integer, Set<Kb>> kbs = new HashMap<>();
            Map<Integer, Set<String>> names = new HashMap<>();
            revisions.forEach((id, revision) -> {
                for (String file : revision.files()) {
                    PackageFileName.Found found = found(file);
                    if (found != null) {
                        sink.file(found.kb(), found.file());
                        carry(id, revision, found.kb(), kbs);
                    }
                }
            });
            revisions.forEach((id, revision) -> {
                for (String product : revision.products()) {
                    String name = PRODUCTS.getOrDefault(product, "WSUS product " + FeedValues.shown(product));
                    names.computeIfAbsent(id, _ -> new LinkedHashSet<>()).add(name);
                }
            });
            Map<Kb, Set<Kb>> replaced = replaced(kbs);
            revisions.forEach((id, revision) -> {
                for (Kb kb : kbs.getOrDefault(id, Set.of())) {
                    for (String product : names.getOrDefault(id, Set.of())) {
                        sink.statement(new VendorStatement(
                                null,
                                kb,
                                product,
                                "",
                                new VendorStatement.Bulletin(revision.created(), "", "", "", Set.of()),
                                List.copyOf(replaced.getOrDefault(kb, Set.of())),
                                null));
                    }
                }
            });
        }

        /**
         * What replaces what. A bundle of several updates (a cumulative one with its servicing stack) replaces as a whole;
         * which of them does is not said, and a servicing stack must never pass for the cumulative update beside it.
         */
        private Map<Kb, Set<Kb>> replaced(Map<Integer, Set<Kb>> kbs) {
            Map<Kb, Set<Kb>> replaced = new HashMap<>();
            revisions.forEach((id, revision) -> {
                Set<Kb> older = kbs.getOrDefault(id, Set.of());
                for (int later : revision.supersededBy()) {
                    Set<Kb> newer = kbs.getOrDefault(later, Set.of());
                    if (newer.size() == 1 && older.size() == 1) {
                        replaced.computeIfAbsent(newer.iterator().next(), _ -> new LinkedHashSet<>())
                                .addAll(older);
                    } else if (newer.size() > 1 || older.size() > 1) {
                        sink.addProblem(0, SEVERAL);
                    }
                }
            });
            replaced.forEach((newer, older) -> older.remove(newer));
            return replaced;
        }

        /** A file belongs to its update and to the bundles that hold it. */
        private static void carry(int id, Revision revision, Kb kb, Map<Integer, Set<Kb>> kbs) {
            kbs.computeIfAbsent(id, _ -> new LinkedHashSet<>()).add(kb);
            for (int bundle : revision.bundles()) {
                kbs.computeIfAbsent(bundle, _ -> new LinkedHashSet<>()).add(kb);
            }
        }

        private PackageFileName.@Nullable Found found(String file) {
            String url = locations.get(file);
            if (url == null || !PackageFileName.vendors(url)) {
                return null;
            }
            return PackageFileName.read(url.substring(url.lastIndexOf('/') + 1), sha1(file), url);
        }

        /** A file's id is its SHA-1 in base 64. */
        private static @Nullable String sha1(String id) {
            try {
                byte[] hash = Base64.getDecoder().decode(id);
                return hash.length == 20 ? HexFormat.of().formatHex(hash) : null;
            } catch (IllegalArgumentException e) {
                return null;
            }
        }
    }
}
