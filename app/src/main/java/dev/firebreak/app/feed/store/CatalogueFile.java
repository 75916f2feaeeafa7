package dev.firebreak.app.feed.store;

import dev.firebreak.app.io.ByteReader;
import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.CveFact;
import dev.firebreak.core.advisory.Cvss;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.advisory.UpdateKind;
import dev.firebreak.core.catalogue.Catalogue;
import dev.firebreak.core.catalogue.ProductUpdates;
import dev.firebreak.core.catalogue.Supersedence;
import dev.firebreak.core.catalogue.SupersedenceRepair;
import dev.firebreak.core.catalogue.Vulnerability;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A catalogue as bytes: a head, what is common to all products, then a block for each product, which is read when a
 * machine first asks for it. A checksum over everything ends it.
 */
final class CatalogueFile {

    private static final int MAGIC = 0x46424354;
    /** Raised whenever the layout changes, or what is compiled does. */
    private static final int VERSION = 6;

    private static final int CHECKSUM_BYTES = Long.BYTES;
    /** Longer titles are cut: no feed of the vendor has any. */
    private static final int MAX_TITLE_CHARS_LENGTH = 1_000;

    private static final Architecture[] ARCHITECTURES = Architecture.values();
    private static final UpdateKind[] KINDS = UpdateKind.values();
    private static final SupersedenceRepair.Kind[] REPAIRS = SupersedenceRepair.Kind.values();

    private CatalogueFile() {}

    /** The file is not what was written, or of another version. */
    static final class Damaged extends Exception {
        private static final long serialVersionUID = 1;

        Damaged(String what) {
            super(what);
        }
    }

    static byte[] write(Catalogue catalogue, String fingerprint) {
        try {
            var bytes = new ByteArrayOutputStream(1 << 22);
            var out = new DataOutputStream(bytes);
            out.writeInt(MAGIC);
            out.writeInt(VERSION);
            text(fingerprint, out);
            ints(
                    catalogue.patchTuesdays().stream()
                            .mapToInt(day -> (int) day.toEpochDay())
                            .toArray(),
                    out);
            writeCommon(catalogue, out);
            Map<ProductUpdates.Key, byte[]> blocks = new LinkedHashMap<>();
            for (ProductUpdates productUpdates : catalogue.all()) {
                blocks.put(productUpdates.key(), block(productUpdates));
            }
            out.writeInt(blocks.size());
            for (var entry : blocks.entrySet()) {
                text(entry.getKey().product(), out);
                out.writeByte(entry.getKey().architecture().ordinal());
                out.writeInt(entry.getValue().length);
            }
            for (byte[] block : blocks.values()) {
                out.write(block);
            }
            var crc = new CRC32C();
            crc.update(bytes.toByteArray());
            out.writeLong(crc.getValue());
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing but memory is written to
        }
    }

    /** @return nothing where the file was compiled from something else */
    static Optional<Catalogue> read(byte[] file, String fingerprint) throws Damaged {
        if (file.length < 2 * CHECKSUM_BYTES) {
            throw new Damaged("too short");
        }
        var crc = new CRC32C();
        crc.update(file, 0, file.length - CHECKSUM_BYTES);
        if (new ByteReader(file, file.length - CHECKSUM_BYTES, CHECKSUM_BYTES).int64() != crc.getValue()) {
            throw new Damaged("checksum");
        }
        try {
            var in = new ByteReader(file, 0, file.length - CHECKSUM_BYTES);
            if (in.int32() != MAGIC || in.int32() != VERSION || !in.text().equals(fingerprint)) {
                return Optional.empty();
            }
            return Optional.of(readAll(in, file));
        } catch (IndexOutOfBoundsException | IllegalArgumentException | java.time.DateTimeException e) {
            throw new Damaged(String.valueOf(e.getMessage()));
        }
    }

    private static Catalogue readAll(ByteReader in, byte[] file) {
        TreeSet<LocalDate> patchTuesdays = new TreeSet<>();
        for (int day : in.ints()) {
            patchTuesdays.add(LocalDate.ofEpochDay(day));
        }
        List<Catalogue.Cve> cves = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            String id = in.text();
            cves.add(new Catalogue.Cve(id, in.text(), in.text(), fact(id, in)));
        }
        Map<Integer, String> titles = new HashMap<>();
        for (int left = in.count(); left > 0; left--) {
            titles.put(in.int32(), in.text());
        }
        Map<String, KbSet> bulletins = new HashMap<>();
        for (int left = in.count(); left > 0; left--) {
            bulletins.put(in.text(), KbSet.of(in.ints()));
        }
        record Block(int length) {}
        Map<ProductUpdates.Key, Block> lengths = new LinkedHashMap<>();
        for (int left = in.count(); left > 0; left--) {
            ProductUpdates.Key key = new ProductUpdates.Key(in.text(), ARCHITECTURES[in.int8()]);
            lengths.put(key, new Block(in.int32()));
        }
        Map<ProductUpdates.Key, ByteReader> blocks = new HashMap<>();
        int at = in.at();
        for (var entry : lengths.entrySet()) {
            blocks.put(entry.getKey(), new ByteReader(file, at, entry.getValue().length()));
            at += entry.getValue().length();
        }
        return new Catalogue(
                cves,
                titles,
                bulletins,
                blocks.keySet(),
                key -> Optional.ofNullable(blocks.get(key)).map(bytes -> productUpdates(key, bytes.again())),
                patchTuesdays);
    }

    private static void writeCommon(Catalogue catalogue, DataOutputStream out) throws IOException {
        out.writeInt(catalogue.cves().size());
        for (Catalogue.Cve cve : catalogue.cves()) {
            text(cve.id(), out);
            text(cve.title(), out);
            text(cve.severity(), out);
            CveFact fact = cve.fact();
            out.writeBoolean(fact != null);
            if (fact != null) {
                day(fact.exploitedSince(), out);
                day(fact.due(), out);
                out.writeDouble(fact.epss() == null ? Double.NaN : fact.epss());
                text(fact.cvss() == null ? "" : fact.cvss().vector(), out);
                out.writeDouble(fact.cvss() == null ? 0 : fact.cvss().base());
            }
        }
        out.writeInt(catalogue.titles().size());
        for (var title : new java.util.TreeMap<>(catalogue.titles()).entrySet()) {
            out.writeInt(title.getKey());
            text(title.getValue(), out);
        }
        out.writeInt(catalogue.bulletins().size());
        for (var bulletin : new java.util.TreeMap<>(catalogue.bulletins()).entrySet()) {
            text(bulletin.getKey(), out);
            ints(bulletin.getValue().toList().stream().mapToInt(Kb::number).toArray(), out);
        }
    }

    private static @Nullable CveFact fact(String cve, ByteReader in) {
        if (in.int8() == 0) {
            return null;
        }
        @Nullable LocalDate exploited = in.day();
        @Nullable LocalDate due = in.day();
        double epss = in.float64();
        String vector = in.text();
        double base = in.float64();
        return new CveFact(
                cve,
                exploited,
                due,
                Double.isNaN(epss) ? null : epss,
                vector.isEmpty() ? null : new Cvss(vector, base));
    }

    private static byte[] block(ProductUpdates productUpdates) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        ints(productUpdates.order().numbers(), out);
        for (int kb = 0; kb < productUpdates.order().size(); kb++) {
            ints(productUpdates.order().direct(kb), out);
            out.writeInt(productUpdates.days()[kb]);
            out.writeInt(productUpdates.notBefore()[kb]);
            out.writeByte(productUpdates.kinds()[kb].ordinal());
            out.writeInt(productUpdates.revisions()[kb]);
            out.writeInt(productUpdates.places()[kb]);
        }
        out.writeInt(productUpdates.order().repairs().size());
        for (SupersedenceRepair repair : productUpdates.order().repairs()) {
            out.writeByte(repair.kind().ordinal());
            ints(repair.kbs().stream().mapToInt(Kb::number).toArray(), out);
        }
        out.writeInt(productUpdates.components().size());
        for (String component : productUpdates.components()) {
            text(component, out);
        }
        out.writeInt(productUpdates.vulnerabilities().size());
        for (Vulnerability vulnerability : productUpdates.vulnerabilities()) {
            out.writeInt(vulnerability.component());
            out.writeInt(vulnerability.parts().length);
            for (int[] part : vulnerability.parts()) {
                ints(part, out);
            }
            ints(vulnerability.cves(), out);
        }
        return bytes.toByteArray();
    }

    private static ProductUpdates productUpdates(ProductUpdates.Key key, ByteReader in) {
        int[] numbers = in.ints();
        int size = numbers.length;
        int[][] direct = new int[size][];
        int[] days = new int[size];
        int[] notBefore = new int[size];
        UpdateKind[] kinds = new UpdateKind[size];
        int[] revisions = new int[size];
        int[] places = new int[size];
        for (int kb = 0; kb < size; kb++) {
            direct[kb] = in.ints();
            days[kb] = in.int32();
            notBefore[kb] = in.int32();
            kinds[kb] = KINDS[in.int8()];
            revisions[kb] = in.int32();
            places[kb] = in.int32();
        }
        List<SupersedenceRepair> repairs = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            SupersedenceRepair.Kind kind = REPAIRS[in.int8()];
            repairs.add(SupersedenceRepair.again(
                    kind,
                    java.util.stream.IntStream.of(in.ints()).mapToObj(Kb::new).toList()));
        }
        List<String> components = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            components.add(in.text());
        }
        List<Vulnerability> vulnerabilities = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            int component = in.int32();
            int[][] parts = new int[in.count()][];
            for (int p = 0; p < parts.length; p++) {
                parts[p] = in.ints();
            }
            vulnerabilities.add(new Vulnerability(component, parts, in.ints()));
        }
        Supersedence order = Supersedence.compiled(numbers, direct, repairs);
        return new ProductUpdates(
                key.product(),
                key.architecture(),
                order,
                days,
                notBefore,
                kinds,
                revisions,
                places,
                components,
                vulnerabilities);
    }

    private static void text(String text, DataOutputStream out) throws IOException {
        String kept = text.length() <= MAX_TITLE_CHARS_LENGTH ? text : text.substring(0, MAX_TITLE_CHARS_LENGTH);
        byte[] bytes = kept.getBytes(StandardCharsets.UTF_8);
        out.writeShort(bytes.length);
        out.write(bytes);
    }

    private static void ints(int[] numbers, DataOutputStream out) throws IOException {
        out.writeInt(numbers.length);
        for (int number : numbers) {
            out.writeInt(number);
        }
    }

    private static void day(@Nullable LocalDate day, DataOutputStream out) throws IOException {
        out.writeInt(day == null ? ProductUpdates.NO_DAY : (int) day.toEpochDay());
    }
}
