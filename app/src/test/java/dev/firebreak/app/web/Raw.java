package dev.firebreak.app.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A socket that says whatever a test wants said, however wrong. */
public final class Raw implements AutoCloseable {

    private static final Pattern LENGTH = Pattern.compile("(?i)\\ncontent-length: *(\\d+)");

    private final Socket socket;

    public Raw(int port) throws IOException {
        this(port, "127.0.0.1");
    }

    /** From another address of this computer. */
    Raw(int port, String from) throws IOException {
        this.socket = new Socket("127.0.0.1", port, InetAddress.getByName(from), 0);
        socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
    }

    /** Sends text, a byte a character; {@code \n} becomes what HTTP wants. */
    public Raw say(String text) throws IOException {
        return send(text.replace("\n", "\r\n").getBytes(ISO_8859_1));
    }

    public Raw send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /**
     * One answer, read to its end and not beyond.
     *
     * @param status -1 where there is none
     */
    public record Answer(int status, String head) {}

    /** The next answer on the same connection; those that are chunked are not for it. */
    public Answer answer() throws IOException {
        InputStream in = socket.getInputStream();
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                return new Answer(-1, head.toString());
            }
            head.append((char) c);
        }
        String text = head.toString();
        Matcher length = LENGTH.matcher(text);
        in.skipNBytes(length.find() ? Long.parseLong(length.group(1)) : 0);
        return new Answer(Integer.parseInt(text.substring(9, 12)), text);
    }

    /** Everything that comes until the other side closes, or nothing more comes for a while. */
    public String all() throws IOException {
        var out = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        var step = new byte[8192];
        try {
            for (int n = in.read(step); n >= 0; n = in.read(step)) {
                out.write(step, 0, n);
            }
        } catch (IOException e) {
            if (out.size() == 0) {
                throw e;
            }
        }
        return out.toString(ISO_8859_1);
    }

    /** The status of the first answer; -1 where the connection was closed without one. */
    int status() throws IOException {
        InputStream in = socket.getInputStream();
        var line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.length() < 12 ? -1 : Integer.parseInt(line.substring(9, 12));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
