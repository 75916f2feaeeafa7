package dev.firebreak.app.capture;

import dev.firebreak.app.capture.event.EventFormat;
import dev.firebreak.app.capture.evtx.EvtxMaker;
import dev.firebreak.app.capture.log.LogSeeds;
import dev.firebreak.app.capture.mail.MailSeeds;
import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.app.fuzz.ChunkedInput;
import dev.firebreak.app.fuzz.FuzzTarget;
import dev.firebreak.app.fuzz.Law;
import dev.firebreak.core.watch.Detection;
import dev.firebreak.core.watch.Event;
import dev.firebreak.core.watch.Indicators;
import dev.firebreak.core.watch.Rules;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;

/**
 * Captures, logs and mail, read as {@code watch} reads them. Whatever the bytes: no fault, as many events however the bytes come in pieces, a
 * bounded number of events and problems, and no detection in a part that the whole does not have.
 */
public final class EventTarget implements FuzzTarget {

    private static final String ORIGIN = "input";
    private static final Indicators INDICATORS = new ShippedKnowledge().indicators();
    private static final List<EventFormat> FORMATS = EventFormats.all(WatchedInput.LOGS);

    /** No detector forgets within it. */
    private static final long MAX_SECONDS = 60;

    /** Where a file may end early. */
    private enum Cut {
        /** Anywhere: its records have lengths. */
        ANYWHERE,
        /** After a line: half a line is another line. */
        AFTER_A_LINE,
        /** Nowhere: half a mail has other hashes, names and links. */
        NOWHERE
    }

    /** pcap, pcapng, both as streams of gzip. */
    public static final FuzzTarget CAPTURE = new EventTarget("capture", Cut.ANYWHERE, EventTarget::captures);

    /** Windows event logs, binary. */
    public static final FuzzTarget EVTX = new EventTarget("evtx", Cut.ANYWHERE, () -> List.of(EvtxMaker.log()));

    /** Windows event logs in XML and JSON, of Sysmon among them. */
    public static final FuzzTarget WINDOWS_LOGS =
            new EventTarget("windows-logs", Cut.AFTER_A_LINE, () -> LogSeeds.of("windows-xml", "json"));

    /** Zeek in TSV and JSON, Suricata. */
    public static final FuzzTarget NETWORK_LOGS =
            new EventTarget("network-logs", Cut.AFTER_A_LINE, () -> LogSeeds.of("zeek", "json"));

    /** BIND, Unbound, dnsmasq, Windows DNS, Squid, Samba. */
    public static final FuzzTarget LINE_LOGS =
            new EventTarget("line-logs", Cut.AFTER_A_LINE, () -> LogSeeds.of("syslog", "windows-dns", "squid"));

    /** Messages and mbox files. */
    public static final FuzzTarget MAIL = new EventTarget("mail", Cut.NOWHERE, MailSeeds::all);

    private final String name;
    private final Cut cut;
    private final Callable<List<byte[]>> seeds;

    private EventTarget(String name, Cut cut, Callable<List<byte[]>> seeds) {
        this.name = name;
        this.cut = cut;
        this.seeds = seeds;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<byte[]> seeds() throws Exception {
        return seeds.call();
    }

    @Override
    public void run(byte[] input) throws IOException {
        WatchedInput whole = read(new ByteArrayInputStream(input));
        // A question with the most answers, a mail of links: an event a few bytes. Packed bytes may hold a thousand
        // times as many.
        boolean isPacked = input.length > 2 && input[0] == 0x1f && input[1] == (byte) 0x8b;
        Law.holds(whole.events.size() <= (isPacked ? 1000L : 1L) * (input.length + 64), "events are bounded");
        Law.holds(whole.problems.size() <= 500, "each kind of problem is told a bounded number of times");
        Optional<EventFormat> format = format(input);
        if (format.isPresent()) {
            WatchedInput again = WatchedInput.of(format.get(), new ChunkedInput(input), ORIGIN, INDICATORS);
            Law.same(whole.events, again.events, "the events do not depend on the pieces in which bytes come");
            Law.same(whole.problems, again.problems, "the problems do not depend on the pieces in which bytes come");
        }
        if (input.length > 4 && cut != Cut.NOWHERE) {
            WatchedInput part = read(new ByteArrayInputStream(part(input)));
            // A file that mixes formats is read as the first that fits, which its part may not show; and where times
            // leap,
            // what was seen before is forgotten.
            if (format.equals(format(part(input))) && isBrief(whole.events) && isBrief(part.events)) {
                Set<String> found = keys(whole.detections);
                for (String key : keys(part.detections)) {
                    Law.holds(found.contains(key), "a part has no detection that the whole has not: " + key);
                }
            }
        }
    }

    private static boolean isBrief(List<Event> events) {
        if (events.isEmpty()) {
            return true;
        }
        LongSummaryStatistics seconds = events.stream()
                .mapToLong(event -> event.time().getEpochSecond())
                .summaryStatistics();
        return seconds.getMax() - seconds.getMin() <= MAX_SECONDS;
    }

    private static Optional<EventFormat> format(byte[] input) {
        byte[] head = Arrays.copyOf(input, Math.min(input.length, EventFormat.HEAD_BYTES));
        return FORMATS.stream().filter(format -> format.fits(head)).findFirst();
    }

    /** A part of the input, of a length that the input itself settles. */
    private byte[] part(byte[] input) {
        int length = (int) ((Arrays.hashCode(input) & 0xFFFF_FFFFL) % input.length);
        if (cut == Cut.AFTER_A_LINE) {
            while (length > 0 && input[length - 1] != '\n') {
                length--;
            }
        }
        return Arrays.copyOf(input, length);
    }

    static WatchedInput read(InputStream in) {
        return WatchedInput.of(in, ORIGIN, INDICATORS);
    }

    /**
     * What was found, of whom. A scan is left out: whether a connection is answered is not known where the capture ends before, and then it
     * counts as not answered.
     */
    static Set<String> keys(List<Detection> detections) {
        Set<String> keys = new HashSet<>();
        for (Detection d : detections) {
            if (!d.rule().equals(Rules.SMB_SCAN)) {
                keys.add(d.rule() + " " + d.flow().source() + " " + d.flow().target());
            }
        }
        return keys;
    }

    private static List<byte[]> captures() throws IOException {
        byte[] capture = TestCapture.eternalBlue().pcap();
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(capture);
        }
        return List.of(
                capture,
                TestCapture.eternalBlue().pcapng(),
                ConversationTarget.dnsDatagrams().pcap(),
                packed.toByteArray());
    }
}
