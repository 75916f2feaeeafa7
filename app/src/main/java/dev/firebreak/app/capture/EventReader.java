package dev.firebreak.app.capture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.firebreak.app.capture.event.CaptureTexts;
import dev.firebreak.app.capture.event.EventFormat;
import dev.firebreak.app.capture.event.EventSink;
import dev.firebreak.app.capture.evtx.EvtxReader;
import dev.firebreak.app.capture.log.LogOptions;
import dev.firebreak.app.io.InflationGuard;
import dev.firebreak.app.io.PlainFiles;
import dev.firebreak.core.inventory.BugReports;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.watch.Event;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipException;

/** Reads captures and logs of every format it knows, compressed with gzip or not; every file it cannot use is named. */
public final class EventReader {

    /** The path that means standard input. */
    public static final String STDIN = "-";

    private static final int BUFFER = 1 << 16;

    /** So many bytes are waited for: they tell a capture, and that data are compressed. */
    private static final int TELLING_BYTES = 4;

    /** First bytes of ZIP, 7z, RAR, xz, bzip2 and zstd. */
    private static final List<String> ARCHIVES = List.of(
            "PK\u0003\u0004", "PK\u0005\u0006", "7z\u00bc\u00af", "Rar!", "\u00fd7zXZ", "BZh", "(\u00b5/\u00fd");

    private final List<EventFormat> formats;
    private final BugReports bugs;

    /**
     * A reader of everything that is known.
     *
     * @param logs how logs are read
     * @param bugs keeps reports of faults of ours
     */
    public EventReader(LogOptions logs, BugReports bugs) {
        this(EventFormats.all(logs), bugs);
    }

    EventReader(List<EventFormat> formats, BugReports bugs) {
        this.formats = formats;
        this.bugs = bugs;
    }

    /**
     * Hands over the events of all files under the paths, file after file; {@code -} is standard input, which may be a live stream.
     *
     * @return how many files were read as one of the formats
     */
    public int read(List<Path> paths, InputStream stdin, EventSink sink) {
        int read = 0;
        for (Path path : paths) {
            if (path.toString().equals(STDIN)) {
                read += read(stdin, STDIN, sink) ? 1 : 0;
                continue;
            }
            for (Path file : EventFiles.under(List.of(path), sink::problem)) {
                read += read(file, sink) ? 1 : 0;
            }
        }
        return read;
    }

    private boolean read(Path file, EventSink sink) {
        Path name = file.getFileName();
        String origin = name == null ? file.toString() : name.toString();
        try (InputStream in = PlainFiles.open(file)) {
            return read(in, origin, sink);
        } catch (IOException e) {
            sink.problem(new Problem(Source.of(origin), PlainFiles.why(e)));
            return false;
        }
    }

    /**
     * Hands over the events of one stream.
     *
     * @return whether it is of a known format
     */
    public boolean read(InputStream in, String origin, EventSink sink) {
        Source source = Source.of(origin);
        try {
            byte[] head = head(in);
            if (head.length == 0) {
                sink.problem(new Problem(source, CaptureTexts.EMPTY));
                return false;
            }
            InputStream whole = new SequenceInputStream(new ByteArrayInputStream(head), in);
            if (isGzip(head)) {
                whole = InflationGuard.gzip(whole, BUFFER);
                head = head(whole);
                whole = new SequenceInputStream(new ByteArrayInputStream(head), whole);
            }
            byte[] seen = head;
            Optional<EventFormat> format =
                    formats.stream().filter(f -> f.fits(seen)).findFirst();
            if (format.isEmpty()) {
                sink.problem(new Problem(source, isArchive(head) ? CaptureTexts.ARCHIVE : CaptureTexts.NOT_RECOGNISED));
                return false;
            }
            format.get().read(whole, origin, new GuardedSink(sink));
            return true;
        } catch (InflationGuard.Exceeded e) {
            sink.problem(new Problem(source, CaptureTexts.INFLATES));
            return true;
        } catch (ZipException | java.io.EOFException e) {
            sink.problem(new Problem(source, CaptureTexts.GZIP_DAMAGED));
            return true;
        } catch (IOException e) {
            sink.problem(new Problem(source, PlainFiles.why(e)));
            return false;
        } catch (SinkFailed failed) {
            throw failed.reason;
        } catch (RuntimeException | StackOverflowError bug) {
            sink.problem(Problem.fault(source, bugs.keep(bug)));
            return true;
        }
    }

    /** Whether a file is surely a capture or a Windows event log, which no evidence about a machine is. */
    public static boolean isCapture(byte[] content) {
        return new CaptureFormat().fits(content) || EvtxReader.fits(content);
    }

    /** Whether bytes are of a capture or log of any format, compressed with gzip or not. */
    public boolean recognises(byte[] content) {
        try {
            InputStream in = new ByteArrayInputStream(content);
            byte[] head = head(in);
            if (isGzip(head)) {
                head = head(InflationGuard.gzip(new ByteArrayInputStream(content), BUFFER));
            }
            byte[] seen = head;
            return formats.stream().anyMatch(f -> f.fits(seen));
        } catch (ZipException | java.io.EOFException e) {
            // Damaged or cut short: read it to say so.
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isArchive(byte[] head) {
        return ARCHIVES.stream()
                .anyMatch(
                        magic -> new String(head, 0, Math.min(head.length, magic.length()), ISO_8859_1).equals(magic));
    }

    private static boolean isGzip(byte[] head) {
        return head.length > 2 && head[0] == 0x1f && head[1] == (byte) 0x8b && head[2] == 8;
    }

    /** The first bytes; of a live stream only those that are there, so that nobody waits for the next packet. */
    private static byte[] head(InputStream in) throws IOException {
        byte[] head = new byte[EventFormat.HEAD_BYTES];
        int length = 0;
        // As much at a time as there is: what is unpacked, but not taken, cannot be asked for.
        while (length < head.length && (length < TELLING_BYTES || in.available() > 0)) {
            int more = in.read(head, length, head.length - length);
            if (more < 0) {
                break;
            }
            length += more;
        }
        return Arrays.copyOf(head, length);
    }

    /** A failure of whoever takes the events, such as an output that nobody reads any more: no fault of a reader. */
    private static final class SinkFailed extends RuntimeException {

        private static final long serialVersionUID = 1;
        private final RuntimeException reason;

        SinkFailed(RuntimeException reason) {
            super(null, reason, false, false);
            this.reason = reason;
        }
    }

    private record GuardedSink(EventSink sink) implements EventSink {

        @Override
        public void event(Event event) {
            try {
                sink.event(event);
            } catch (RuntimeException failed) {
                throw new SinkFailed(failed);
            }
        }

        @Override
        public void problem(Problem problem) {
            try {
                sink.problem(problem);
            } catch (RuntimeException failed) {
                throw new SinkFailed(failed);
            }
        }
    }
}
