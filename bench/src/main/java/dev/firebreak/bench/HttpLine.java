package dev.firebreak.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;

/** A connection that stays open, for senders that must take little of the processors they share with a server. Not for the field. */
final class HttpLine implements AutoCloseable {

    private static final int MAX_ANSWER_LENGTH = 1 << 22;
    private static final String LENGTH = "content-length:";
    private static final String LAST_CHUNK = "\r\n0\r\n\r\n";

    private final Socket socket;
    private byte[] answer = new byte[1 << 14];
    private int come;
    private int body;

    HttpLine(URI server) throws IOException {
        this.socket = new Socket(server.getHost(), server.getPort());
        socket.setTcpNoDelay(true);
    }

    /** Sends a request as it is and reads the answer; returns its status. */
    int send(byte[] request) throws IOException {
        socket.getOutputStream().write(request);
        come = 0;
        body = 0;
        while (body == 0) {
            more();
            body = bodyOf();
        }
        String head = new String(answer, 0, body, ISO_8859_1);
        int status = Integer.parseInt(head, 9, 12, 10);
        String lower = head.toLowerCase(Locale.ROOT);
        int length = lower.indexOf(LENGTH);
        if (length >= 0) {
            int number = length + LENGTH.length();
            int whole = body
                    + Integer.parseInt(
                            head.substring(number, head.indexOf('\r', number)).strip());
            while (come < whole) {
                more();
            }
        } else if (lower.contains("transfer-encoding: chunked")) {
            while (!new String(answer, body - 2, come - body + 2, ISO_8859_1).endsWith(LAST_CHUNK)) {
                more();
            }
        }
        return status;
    }

    /** The last answer's body, as it came. */
    String body() {
        return new String(answer, body, come - body, ISO_8859_1);
    }

    private void more() throws IOException {
        if (come == answer.length) {
            if (come == MAX_ANSWER_LENGTH) {
                throw new IOException("an answer without an end");
            }
            answer = java.util.Arrays.copyOf(answer, come * 2);
        }
        int more = socket.getInputStream().read(answer, come, answer.length - come);
        if (more < 0) {
            throw new EOFException("the server hung up");
        }
        come += more;
    }

    /** Where the body begins: behind the first empty line; 0 where that has not come. */
    private int bodyOf() {
        for (int i = 3; i < come; i++) {
            if (answer[i] == '\n' && answer[i - 1] == '\r' && answer[i - 2] == '\n') {
                return i + 1;
            }
        }
        return 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
