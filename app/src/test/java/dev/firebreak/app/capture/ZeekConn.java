package dev.firebreak.app.capture;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;

/** Zeek's log of connections, made line by line. */
public final class ZeekConn {

    private final StringBuilder text = new StringBuilder(
            "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n"
                    + "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tconn_state\n"
                    + "#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tstring\n");

    /** A connection to TCP 445 that nobody answered. */
    public ZeekConn unanswered(Instant at, String source, String target) {
        text.append(at.getEpochSecond())
                .append(".000000\tC")
                .append(text.length())
                .append('\t')
                .append(source)
                .append("\t49200\t")
                .append(target)
                .append("\t445\ttcp\t-\tS0\n");
        return this;
    }

    /** Connections of one source to targets one after another, ten seconds apart. */
    public static byte[] scan(Instant from, String source, int firstTarget, int targets) {
        var log = new ZeekConn();
        for (int i = 0; i < targets; i++) {
            log.unanswered(from.plusSeconds(10L * i), source, "10.0.9." + (firstTarget + i));
        }
        return log.bytes();
    }

    public byte[] bytes() {
        return text.toString().getBytes(UTF_8);
    }
}
