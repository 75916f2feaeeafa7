package dev.firebreak.app.feed.store;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/**
 * Writes what an import holds; docs/knowledge-store.md says how it lies in the file. All numbers are big-endian:
 *
 * <pre>
 * 8 bytes  FBRKNOW and the version
 * strings  count, length in bytes of each, then the UTF-8 of all
 * lists    count, length of each, then the numbers of all
 * tables   four: rows, then for each column the least value, the width (0, 1, 2 or 4) and the rows' distance from it
 * 8 bytes  CRC-32C of all before
 * </pre>
 */
final class KnowledgeWriter {

    static final long MAGIC = 0x4642524B4E4F5701L;

    private KnowledgeWriter() {}

    static void write(KnowledgeRows rows, Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var checked = new CheckedOutputStream(
                    new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16), new CRC32C());
            var out = new DataOutputStream(new BufferedOutputStream(checked, 1 << 13));
            out.writeLong(MAGIC);
            strings(rows, out);
            lists(rows, out);
            for (var table : List.of(rows.statements, rows.facts, rows.packages, rows.lifecycles)) {
                out.writeInt(table.size());
                for (IntColumn column : table.columns) {
                    column(column, out);
                }
            }
            out.flush();
            out.writeLong(checked.getChecksum().getValue());
            out.flush();
            // Before the folder gets its name, its content must be on the disk.
            channel.force(true);
        }
    }

    private static void strings(KnowledgeRows rows, DataOutputStream out) throws IOException {
        byte[][] encoded = new byte[rows.strings.size()][];
        rows.strings.forEach((text, index) -> encoded[index] = text.getBytes(StandardCharsets.UTF_8));
        out.writeInt(encoded.length);
        for (byte[] text : encoded) {
            out.writeInt(text.length);
        }
        for (byte[] text : encoded) {
            out.write(text);
        }
    }

    private static void lists(KnowledgeRows rows, DataOutputStream out) throws IOException {
        int[][] numbers = new int[rows.lists.size()][];
        rows.lists.forEach((list, index) ->
                numbers[index] = list.stream().mapToInt(Integer::intValue).toArray());
        out.writeInt(numbers.length);
        for (int[] list : numbers) {
            out.writeInt(list.length);
        }
        for (int[] list : numbers) {
            for (int number : list) {
                out.writeInt(number);
            }
        }
    }

    private static void column(IntColumn column, DataOutputStream out) throws IOException {
        int least = column.least();
        long span = (long) column.most() - least;
        int width = span == 0 ? 0 : span < 1 << 8 ? 1 : span < 1 << 16 ? 2 : 4;
        out.writeInt(least);
        out.writeByte(width);
        for (int row = 0; width > 0 && row < column.size(); row++) {
            int distance = column.get(row) - least;
            switch (width) {
                case 1 -> out.writeByte(distance);
                case 2 -> out.writeShort(distance);
                default -> out.writeInt(distance);
            }
        }
    }
}
