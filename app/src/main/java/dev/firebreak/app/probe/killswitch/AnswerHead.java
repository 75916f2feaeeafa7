package dev.firebreak.app.probe.killswitch;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Status and headers of an HTTP answer from anybody; the body is not read.
 *
 * @param headers in order, names in lower case
 */
record AnswerHead(int status, List<Header> headers) {

    private static final int MAX_BYTES = 1 << 16;
    private static final int MAX_HEADERS = 200;
    private static final Pattern STATUS = Pattern.compile("HTTP/\\d(?:\\.\\d)? (\\d{3})(?: .*)?");
    private static final byte[] START = "HTTP/".getBytes(StandardCharsets.US_ASCII);

    record Header(String name, String value) {}

    /** What was sent is not HTTP. */
    static final class NotHttp extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** It is longer than any answer needs. */
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** Reads to the empty line; {@code EOFException} where the other side closes before. Interim answers (1xx) are passed over. */
    static AnswerHead read(InputStream in) throws IOException {
        while (true) {
            AnswerHead head = parse(lines(in));
            if (head.status >= 200 || head.status == 101) {
                return head;
            }
        }
    }

    Optional<String> header(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return headers.stream()
                .filter(h -> h.name.equals(wanted))
                .map(Header::value)
                .findFirst();
    }

    private static List<String> lines(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        var line = new ByteArrayOutputStream();
        for (int count = 0; count < MAX_BYTES; count++) {
            int c = in.read();
            if (c < 0) {
                throw new EOFException();
            }
            if (count < START.length && c != START[count]) {
                throw new NotHttp();
            }
            if (c != '\n') {
                line.write(c);
                continue;
            }
            String text = line.toString(StandardCharsets.ISO_8859_1);
            text = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            if (text.isEmpty()) {
                return lines;
            }
            lines.add(text);
            line.reset();
        }
        throw new TooLong();
    }

    private static AnswerHead parse(List<String> lines) throws IOException {
        Matcher status = STATUS.matcher(lines.getFirst());
        if (!status.matches()) {
            throw new NotHttp();
        }
        List<Header> headers = new ArrayList<>();
        for (String line : lines.subList(1, Math.min(lines.size(), MAX_HEADERS))) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.add(new Header(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip()));
            }
        }
        return new AnswerHead(Integer.parseInt(status.group(1)), List.copyOf(headers));
    }
}
