package dev.firebreak.app.collect;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.core.advisory.Wording;
import dev.firebreak.core.inventory.Complaint;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** A file with one machine a line, read as a stream: memory does not grow with it. */
final class NdjsonFile {

    /** The longest line read, in bytes. */
    static final int LONGEST_LINE = 1 << 20;

    private static final int MOST_COMPLAINTS = 1000;
    private static final Wording NOT_UTF8 =
            new Wording("not UTF-8; this line was not assessed", "UTF-8 ではありません。この行は判定していません");

    private final Path path;
    private final Source source;

    /** @param shown the name the user knows it by */
    NdjsonFile(Path path, String shown) {
        this.path = path;
        this.source = Source.of(shown);
    }

    /**
     * Each record with the place of its line in the file.
     *
     * @param passed told how many bytes more were read
     */
    void read(BiConsumer<Long, Piece> records, Consumer<Complaint> complaints, LongConsumer passed) {
        // Gigabytes of rubbish must not become gigabytes of complaints.
        var count = new AtomicLong();
        lines(
                records,
                complaint -> {
                    if (count.incrementAndGet() <= MOST_COMPLAINTS) {
                        complaints.accept(complaint);
                    }
                },
                passed);
        if (count.get() > MOST_COMPLAINTS) {
            complaints.accept(new Complaint(source, Words.furtherLines(count.get() - MOST_COMPLAINTS)));
        }
    }

    private void lines(BiConsumer<Long, Piece> records, Consumer<Complaint> complaints, LongConsumer passed) {
        try (InputStream in = Files.newInputStream(path)) {
            var lines = new Lines(in, LONGEST_LINE);
            long told = 0;
            while (lines.next()) {
                line(lines, records, complaints);
                if (lines.offset() - told > 1 << 18) {
                    passed.accept(lines.offset() - told);
                    told = lines.offset();
                }
            }
            passed.accept(lines.offset() - told);
        } catch (IOException e) {
            complaints.accept(new Complaint(source, Words.CANNOT_READ));
        }
    }

    private void line(Lines lines, BiConsumer<Long, Piece> records, Consumer<Complaint> complaints) {
        Source at = source.at(lines.number());
        if (lines.isTooLong()) {
            complaints.accept(new Complaint(at, Words.LINE_TOO_LONG));
            return;
        }
        String text;
        try {
            text = UTF_8.newDecoder().decode(ByteBuffer.wrap(lines.bytes())).toString();
        } catch (CharacterCodingException e) {
            complaints.accept(new Complaint(at, NOT_UTF8));
            return;
        }
        text = text.startsWith("\uFEFF") ? text.substring(1) : text;
        if (text.isBlank()) {
            return;
        }
        Read<Piece> read = NdjsonRecords.parse(text, at);
        read.complaints().forEach(complaints);
        read.items().forEach(piece -> records.accept(lines.start(), piece));
    }
}
