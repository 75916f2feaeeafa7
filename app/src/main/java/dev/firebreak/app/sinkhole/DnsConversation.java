package dev.firebreak.app.sinkhole;

import dev.firebreak.core.watch.killswitch.SinkholeCall;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** DNS over TCP (RFC 7766): messages with two bytes of length before each. */
final class DnsConversation implements Conversation {

    private final InetAddress source;
    private final DnsAnswers answers;
    private final CallLog log;

    DnsConversation(InetAddress source, DnsAnswers answers, CallLog log) {
        this.source = source;
        this.answers = answers;
        this.log = log;
    }

    @Override
    public void received(ByteBuffer bytes, Line line) {
        while (bytes.remaining() >= 2) {
            int length = bytes.getShort(bytes.position()) & 0xFFFF;
            if (length > DnsListener.LONGEST_QUERY) {
                bytes.position(bytes.limit());
                line.expect();
                line.send(new byte[0], true);
                return;
            }
            if (bytes.remaining() < length + 2) {
                return;
            }
            byte[] query = new byte[length];
            bytes.position(bytes.position() + 2).get(query);
            answer(answers.answer(query, source, true), line);
        }
    }

    private void answer(DnsAnswers.Reply reply, Line line) {
        byte[] wire = reply.wire();
        if (wire == null) {
            return;
        }
        byte[] framed = ByteBuffer.allocate(wire.length + 2)
                .putShort((short) wire.length)
                .put(wire)
                .array();
        SinkholeCall call = reply.call();
        line.expect();
        if (call == null) {
            line.send(framed, false);
        } else {
            log.keep(call, () -> line.send(framed, false));
        }
    }

    @Override
    public void ended(ByteBuffer rest, Line line) {
        // Half a query gets no answer.
    }
}
