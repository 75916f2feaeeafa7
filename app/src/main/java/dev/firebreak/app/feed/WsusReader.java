package dev.firebreak.app.feed;

import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.Statement;
import dev.firebreak.core.advisory.Wording;
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
final class WsusReader implements FeedReader {

    private static final int MOST_UPDATES = 2_000_000;
    /** Ids by which Windows Update knows products; from Microsoft's documents of WSUS. */
    private static final Map<String, String> PRODUCTS = Map.of(
            "558f4bc3-4827-49e1-accf-ea79fd72d4c9", "Windows XP",
            "a4bedb1d-a809-4f63-9b49-3fe31967b6d0", "Windows XP 64-Bit Edition Version 2003",
            "dbf57a08-0d5a-46ff-b30c-7715eb9498e9", "Windows Server 2003",
            "26997d30-08ce-4f25-b2de-699c36a8033a", "Windows Vista",
            "ba0ae9cc-5f01-40b4-ac3f-50192b5d6aaf", "Windows Server 2008",
            "bfe5b177-a086-47a0-b102-097e4fa1f807", "Windows 7",
            "fdfe8200-9d98-44ba-a12a-772282bf60ef", "Windows Server 2008 R2",
            "2ee2ad83-828c-4405-9479-544d767993fc", "Windows 8",
            "a105a108-7c9b-4518-bbbe-73f0fe30012b", "Windows Server 2012",
            "d31bd4c3-d872-41c9-a2e7-231f372588cb", "Windows Server 2012 R2");

    @Override
    public boolean fits(Head head) {
        return head.isMarkup() && head.contains("OfflineSyncPackage");
    }

    @Override
    public void read(Leaf leaf, FeedSink sink) throws IOException {
        var records = new XmlRecords(leaf.in(), "OfflineSyncPackage", "Updates", "FileLocations");
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
            if (id == null || revisions.size() >= MOST_UPDATES) {
                sink.complain(
                        update.line(), new Wording("an update without a number, left out", "番号のない更新のため、読み飛ばしました"));
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
                            Words.day(update.attribute("CreationDate")),
                            List.copyOf(products),
                            numbers(update, "SupersededBy"),
                            numbers(update, "BundledBy"),
                            List.copyOf(files)));
            if (before != null) {
                sink.complain(
                        update.line(),
                        new Wording("the same update twice; the first counts", "同じ更新が二つあるため、最初のものを使います"));
            }
        }

        void location(XmlElement location) {
            if (locations.size() < MOST_UPDATES) {
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
                    PackageName.Found found = found(file);
                    if (found != null) {
                        sink.file(found.kb(), found.file());
                        carry(id, revision, found.kb(), kbs);
                    }
                }
            });
            revisions.forEach((id, revision) -> {
                for (String product : revision.products()) {
                    String name = PRODUCTS.getOrDefault(product, "WSUS product " + Words.shown(product));
                    names.computeIfAbsent(id, _ -> new LinkedHashSet<>()).add(name);
                }
            });
            Map<Kb, Set<Kb>> replaced = new HashMap<>();
            revisions.forEach((id, revision) -> {
                for (int later : revision.supersededBy()) {
                    for (Kb newer : kbs.getOrDefault(later, Set.of())) {
                        for (Kb older : kbs.getOrDefault(id, Set.of())) {
                            if (!newer.equals(older)) {
                                replaced.computeIfAbsent(newer, _ -> new LinkedHashSet<>())
                                        .add(older);
                            }
                        }
                    }
                }
            });
            revisions.forEach((id, revision) -> {
                for (Kb kb : kbs.getOrDefault(id, Set.of())) {
                    for (String product : names.getOrDefault(id, Set.of())) {
                        sink.statement(new Statement(
                                null,
                                kb,
                                product,
                                "",
                                revision.created(),
                                "",
                                "",
                                "",
                                List.copyOf(replaced.getOrDefault(kb, Set.of())),
                                null,
                                Set.of()));
                    }
                }
            });
        }

        /** A file belongs to its update and to the bundles that hold it. */
        private static void carry(int id, Revision revision, Kb kb, Map<Integer, Set<Kb>> kbs) {
            kbs.computeIfAbsent(id, _ -> new LinkedHashSet<>()).add(kb);
            for (int bundle : revision.bundles()) {
                kbs.computeIfAbsent(bundle, _ -> new LinkedHashSet<>()).add(kb);
            }
        }

        private PackageName.@Nullable Found found(String file) {
            String url = locations.get(file);
            if (url == null || !PackageName.vendors(url)) {
                return null;
            }
            return PackageName.read(url.substring(url.lastIndexOf('/') + 1), sha1(file), url);
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
