package dev.firebreak.app.sinkhole;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/**
 * How a sinkhole runs.
 *
 * @param dns addresses on which DNS is answered, over UDP and TCP; none beside a DNS server of the site's own
 * @param http addresses on which HTTP is answered
 * @param answers addresses that the names have in answers; none for the address that the sinkhole is reached by
 * @param data folder of data; the log is in {@code sinkhole} below it
 */
public record SinkholeSettings(
        List<InetSocketAddress> dns,
        List<InetSocketAddress> http,
        List<InetAddress> answers,
        Path data,
        NetworkSegments segments,
        CallLog.Limits limits) {

    public SinkholeSettings {
        dns = List.copyOf(dns);
        http = List.copyOf(http);
        answers = List.copyOf(answers);
    }

    /** Where the log is below a folder of data. */
    public static Path folder(Path data) {
        return data.resolve("sinkhole");
    }
}
