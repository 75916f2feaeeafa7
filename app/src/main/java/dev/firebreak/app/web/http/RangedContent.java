package dev.firebreak.app.web.http;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.ee10.servlet.HttpOutput;
import org.jspecify.annotations.Nullable;

/**
 * A file that never changes, as BITS, curl and PowerShell ask for it: whole or in ranges, under conditions (RFC 9110, 13 and 14). Bytes go from
 * the page cache to the socket without a copy on the heap.
 *
 * @param channel stays the caller's to close
 * @param tag strong entity tag without quotation marks: its hash
 * @param name under which a browser saves it
 */
public record RangedContent(FileChannel channel, long size, String tag, Instant modified, String name) {

    private static final int MAX_RANGES = 16;
    private static final long WINDOW_BYTES = 8L << 20;
    private static final Pattern SPEC = Pattern.compile("(\\d{0,18})-(\\d{0,18})");
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    /**
     * A part of the content.
     *
     * @param last included
     */
    record Range(long first, long last) {
        long length() {
            return last - first + 1;
        }
    }

    /** Answers a GET or HEAD. */
    public void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("ETag", '"' + tag + '"');
        response.setHeader("Last-Modified", date(modified));
        response.setHeader("Accept-Ranges", "bytes");
        // What a hash names never changes; no-transform keeps proxies from packing it, which would break ranges.
        response.setHeader("Cache-Control", "private, max-age=31536000, immutable, no-transform");
        response.setHeader("Content-Disposition", "attachment; filename=\"" + name + '"');
        int refused = condition(request);
        if (refused != 0) {
            response.setStatus(refused);
            return;
        }
        response.setContentType("application/octet-stream");
        boolean head = request.getMethod().equals("HEAD");
        Optional<List<Range>> ranges = head ? Optional.empty() : ranges(request);
        if (ranges.isEmpty()) {
            response.setContentLengthLong(size);
            if (!head) {
                send(response.getOutputStream(), new Range(0, size - 1));
            }
        } else if (ranges.get().isEmpty()) {
            response.setStatus(HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE);
            response.setHeader("Content-Range", "bytes */" + size);
        } else if (ranges.get().size() == 1) {
            Range range = ranges.get().getFirst();
            response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
            response.setHeader("Content-Range", contentRange(range));
            response.setContentLengthLong(range.length());
            send(response.getOutputStream(), range);
        } else {
            several(response, ranges.get());
        }
    }

    private String contentRange(Range range) {
        return "bytes " + range.first() + "-" + range.last() + "/" + size;
    }

    private void several(HttpServletResponse response, List<Range> ranges) throws IOException {
        // The content cannot hold it: its hash would have to be known before it was made.
        String boundary = tag.substring(0, Math.min(tag.length(), 32)) + "-range";
        List<byte[]> heads = new ArrayList<>();
        byte[] end = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII);
        long length = end.length;
        for (Range range : ranges) {
            byte[] head = ("\r\n--" + boundary + "\r\nContent-Type: application/octet-stream\r\nContent-Range: "
                            + contentRange(range) + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            heads.add(head);
            length += head.length + range.length();
        }
        response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
        response.setContentType("multipart/byteranges; boundary=" + boundary);
        response.setContentLengthLong(length);
        ServletOutputStream out = response.getOutputStream();
        for (int i = 0; i < ranges.size(); i++) {
            out.write(heads.get(i));
            send(out, ranges.get(i));
        }
        out.write(end);
    }

    /** A status where the conditions end the answer (RFC 9110, 13.2.2); 0 where they do not. */
    private int condition(HttpServletRequest request) {
        String match = joined(request, "If-Match");
        if (match != null) {
            if (!isAmong(match, false)) {
                return HttpServletResponse.SC_PRECONDITION_FAILED;
            }
        } else if (isNewerThan(request.getHeader("If-Unmodified-Since"))) {
            return HttpServletResponse.SC_PRECONDITION_FAILED;
        }
        String none = joined(request, "If-None-Match");
        if (none != null) {
            return isAmong(none, true) ? HttpServletResponse.SC_NOT_MODIFIED : 0;
        }
        Instant since = moment(request.getHeader("If-Modified-Since"));
        return since != null && !seconds().isAfter(since) ? HttpServletResponse.SC_NOT_MODIFIED : 0;
    }

    private static @Nullable String joined(HttpServletRequest request, String name) {
        List<String> values = java.util.Collections.list(request.getHeaders(name));
        return values.isEmpty() ? null : String.join(",", values);
    }

    private boolean isAmong(String list, boolean weak) {
        for (String entry : list.split(",")) {
            String one = entry.strip();
            if (one.equals("*") || one.equals('"' + tag + '"') || (weak && one.equals("W/\"" + tag + '"'))) {
                return true;
            }
        }
        return false;
    }

    private boolean isNewerThan(@Nullable String date) {
        Instant moment = moment(date);
        return moment != null && seconds().isAfter(moment);
    }

    private Instant seconds() {
        return modified.truncatedTo(ChronoUnit.SECONDS);
    }

    private static String date(Instant moment) {
        return HTTP_DATE.format(moment.atZone(ZoneOffset.UTC));
    }

    private static @Nullable Instant moment(@Nullable String date) {
        if (date == null || date.length() > 64) {
            return null;
        }
        try {
            return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    /**
     * The ranges asked for; nothing where the whole is to be sent: no range, one of another unit or form, one under a condition that does not
     * hold, or so many that answering would cost more than the whole (CVE-2011-3192). An empty list where none is in the content.
     */
    private Optional<List<Range>> ranges(HttpServletRequest request) {
        String header = request.getHeader("Range");
        if (header == null
                || !header.regionMatches(true, 0, "bytes=", 0, 6)
                || !isSame(request.getHeader("If-Range"))) {
            return Optional.empty();
        }
        String[] specs = header.substring(6).split(",", -1);
        if (specs.length > MAX_RANGES) {
            return Optional.empty();
        }
        List<Range> ranges = new ArrayList<>();
        long sum = 0;
        for (String spec : specs) {
            Matcher parts = SPEC.matcher(spec.strip());
            if (!parts.matches() || (parts.group(1).isEmpty() && parts.group(2).isEmpty())) {
                return Optional.empty();
            }
            Range range = range(parts.group(1), parts.group(2));
            if (range == null) {
                return Optional.empty();
            }
            if (range.first() <= range.last()) {
                ranges.add(range);
                sum += range.length();
            }
        }
        return sum > size && ranges.size() > 1 ? Optional.empty() : Optional.of(ranges);
    }

    /** Null for one that contradicts itself; one that ends before it begins for one outside the content. */
    private @Nullable Range range(String first, String last) {
        if (first.isEmpty()) {
            long suffix = Long.parseLong(last);
            return suffix == 0 ? new Range(1, 0) : new Range(Math.max(0, size - suffix), size - 1);
        }
        long from = Long.parseLong(first);
        if (last.isEmpty()) {
            return from < size ? new Range(from, size - 1) : new Range(1, 0);
        }
        long to = Long.parseLong(last);
        if (to < from) {
            return null;
        }
        return from < size ? new Range(from, Math.min(to, size - 1)) : new Range(1, 0);
    }

    private boolean isSame(@Nullable String ifRange) {
        if (ifRange == null) {
            return true;
        }
        String text = ifRange.strip();
        if (text.startsWith("\"") || text.startsWith("W/")) {
            // A weak tag promises nothing about bytes.
            return text.equals('"' + tag + '"');
        }
        Instant moment = moment(text);
        return moment != null && moment.equals(seconds());
    }

    private void send(ServletOutputStream out, Range range) throws IOException {
        long at = range.first();
        while (at <= range.last()) {
            long length = Math.min(WINDOW_BYTES, range.last() - at + 1);
            // Unmapped when the window is sent, not when the collector comes by.
            try (Arena arena = Arena.ofShared()) {
                ByteBuffer window = channel.map(FileChannel.MapMode.READ_ONLY, at, length, arena)
                        .asByteBuffer();
                if (out instanceof HttpOutput jetty) {
                    jetty.write(window);
                } else {
                    byte[] bytes = new byte[1 << 16];
                    while (window.hasRemaining()) {
                        int n = Math.min(bytes.length, window.remaining());
                        window.get(bytes, 0, n);
                        out.write(bytes, 0, n);
                    }
                }
            }
            at += length;
        }
    }
}
