package dev.firebreak.app.capture;

import dev.firebreak.app.capture.application.DnsStream;
import dev.firebreak.app.capture.application.HttpStream;
import dev.firebreak.app.capture.event.EventFormat;
import dev.firebreak.app.capture.event.EventSink;
import dev.firebreak.app.capture.net.CapturedConnection;
import dev.firebreak.app.capture.net.IpAddress;
import dev.firebreak.app.capture.net.PacketDecoder;
import dev.firebreak.app.capture.net.StreamHandler;
import dev.firebreak.app.capture.net.TrafficSink;
import dev.firebreak.app.capture.packet.PacketFile;
import dev.firebreak.app.capture.packet.PacketSink;
import dev.firebreak.app.capture.smb.SmbDialogue;
import dev.firebreak.app.capture.smb.SmbStream;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import dev.firebreak.core.watch.ConnectionOutcome;
import dev.firebreak.core.watch.Event;
import dev.firebreak.core.watch.Flow;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Captures of packets, pcap and pcapng. */
final class CaptureFormat implements EventFormat {

    @Override
    public String id() {
        return "pcap";
    }

    @Override
    public boolean fits(byte[] head) {
        return PacketFile.fits(head);
    }

    @Override
    public void read(InputStream in, String origin, EventSink sink) throws IOException {
        var traffic = new Traffic(origin, sink);
        var decoder = new PacketDecoder(traffic);
        try {
            PacketFile.read(in, new PacketSink() {
                @Override
                public void packet(long nanos, int linkType, byte[] bytes, int from, int length, long wireLength) {
                    decoder.packet(nanos, linkType, bytes, from, length);
                }

                @Override
                public void problem(Text what) {
                    traffic.problem(what);
                }
            });
        } finally {
            decoder.end();
            traffic.end();
        }
    }

    /** Streams and datagrams as events. */
    private static final class Traffic implements TrafficSink {

        private static final int DNS = 53;
        private static final int NETBIOS = 139;
        private static final int SMB = 445;

        /** Web servers, and proxies that are asked for the whole address. */
        private static final Set<Integer> HTTP = Set.of(80, 3128, 8080);

        private final String origin;
        private final EventSink sink;
        private int encrypted;

        Traffic(String origin, EventSink sink) {
            this.origin = origin;
            this.sink = sink;
        }

        void end() {
            if (encrypted > 0) {
                problem(Text.format(
                        "%d SMB connections are encrypted, so what they did with files cannot be seen; use the file server's log",
                        "暗号化された SMB 接続が %d 件あり、ファイル操作を確認できません。ファイルサーバーのログを使用してください", encrypted));
            }
        }

        @Override
        public void attempt(CapturedConnection connection, long nanos, ConnectionOutcome outcome) {
            Instant time =
                    Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
            sink.event(new Event.ConnectionAttempt(time, origin, connection.flow(origin), outcome));
        }

        @Override
        @Nullable
        public StreamHandler handler(
                CapturedConnection connection, boolean fromClient, byte[] bytes, int from, int length) {
            int port = connection.serverPort();
            if (port == SMB || port == NETBIOS || SmbStream.begins(bytes, from, length)) {
                var dialogue = new SmbDialogue(connection, origin, sink, () -> encrypted++);
                return new SmbStream(dialogue, connection.isFromStart());
            }
            // On a port of its own the beginning may be missing, and the next request comes after a long answer.
            if (HTTP.contains(port) || (fromClient && HttpStream.begins(bytes, from, length))) {
                return new HttpStream(origin, sink, connection.flow(origin));
            }
            if (port == DNS && connection.isFromStart()) {
                return new DnsStream(origin, sink, connection.flow(origin));
            }
            return null;
        }

        @Override
        public void datagram(long nanos, UdpEnds ends, byte[] bytes, int from, int length) {
            boolean isToServer = ends.targetPort() == DNS;
            if (!isToServer && ends.sourcePort() != DNS) {
                return;
            }
            String source = IpAddress.text(ends.sourceHigh(), ends.sourceLow());
            String target = IpAddress.text(ends.targetHigh(), ends.targetLow());
            Flow flow = isToServer
                    ? Flow.of(source, ends.sourcePort(), target, ends.targetPort())
                    : Flow.of(target, ends.targetPort(), source, ends.sourcePort());
            new DnsStream(origin, sink, flow).message(nanos, bytes, from, length);
        }

        @Override
        public void problem(Text what) {
            sink.problem(new Problem(Source.of(origin), what));
        }
    }
}
