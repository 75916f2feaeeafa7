package dev.firebreak.app.sinkhole;

import dev.firebreak.core.watch.killswitch.SinkholeCall;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** One HTTP request and its answer; whatever follows on the connection is not read. */
final class HttpConversation implements Conversation {

    private final InetAddress source;
    private final HttpAnswers answers;
    private final CallLog log;
    private boolean answered;
    private int searched;

    HttpConversation(InetAddress source, HttpAnswers answers, CallLog log) {
        this.source = source;
        this.answers = answers;
        this.log = log;
    }

    @Override
    public void received(ByteBuffer bytes, Line line) {
        if (answered) {
            bytes.position(bytes.limit());
            return;
        }
        byte[] head = new byte[bytes.remaining()];
        bytes.get(bytes.position(), head);
        int end = HttpHead.end(head, searched);
        searched = head.length;
        if (end >= 0 || head.length >= HttpHead.LONGEST) {
            bytes.position(bytes.limit());
            answer(head, end >= 0 ? end : head.length, line);
        }
    }

    /** A request that is not whole is answered and logged too: half of one may be all that a caller could send. */
    @Override
    public void ended(ByteBuffer rest, Line line) {
        if (!answered && rest.hasRemaining()) {
            byte[] head = new byte[rest.remaining()];
            rest.get(head);
            answer(head, head.length, line);
        }
    }

    private void answer(byte[] bytes, int length, Line line) {
        answered = true;
        HttpHead head = HttpHead.parse(bytes, length);
        SinkholeCall call = answers.call(head, source);
        line.expect();
        log.keep(call, () -> {
            answers.logged(call);
            line.send(answers.answer(head, call), true);
        });
    }
}
