package dev.firebreak.app.capture.application;

import static dev.firebreak.app.capture.net.Bytes.u16;
import static dev.firebreak.app.capture.net.Bytes.u8;

import dev.firebreak.app.capture.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A DNS message (RFC 1035): its questions, and the addresses and names in its answers. Pointers in names only lead backwards, so no message
 * makes the reader go in circles.
 *
 * @param isResponse whether a server sent it
 * @param code result code of a response
 */
public record DnsMessage(boolean isResponse, int code, List<Question> questions, List<String> answers) {

    private static final int HEADER = 12;
    private static final int MAX_QUESTIONS = 8;
    private static final int MAX_ANSWERS = 32;
    private static final int MAX_NAME_LENGTH = 255;
    private static final int MAX_POINTERS = 32;

    /** What is asked for. */
    public record Question(String name, String type) {}

    public DnsMessage {
        questions = List.copyOf(questions);
        answers = List.copyOf(answers);
    }

    /** The message, or null where the bytes are none. */
    @Nullable
    public static DnsMessage read(byte[] b, int from, int length) {
        int end = from + length;
        if (length < HEADER) {
            return null;
        }
        int flags = u16(b, from + 2);
        int opcode = flags >> 11 & 0xF;
        int asked = u16(b, from + 4);
        int answered = u16(b, from + 6);
        // A query asks for something; anything else on this port is not for us.
        if (opcode != 0 || asked == 0 || asked > MAX_QUESTIONS) {
            return null;
        }
        var at = new int[] {from + HEADER};
        List<Question> questions = new ArrayList<>();
        for (int i = 0; i < asked; i++) {
            String name = name(b, from, at, end);
            if (name == null || at[0] + 4 > end) {
                return null;
            }
            questions.add(new Question(name, type(u16(b, at[0]))));
            at[0] += 4;
        }
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < Math.min(answered, MAX_ANSWERS); i++) {
            String name = name(b, from, at, end);
            if (name == null || at[0] + 10 > end) {
                break;
            }
            int type = u16(b, at[0]);
            int bytes = u16(b, at[0] + 8);
            int data = at[0] + 10;
            if (data + bytes > end) {
                break;
            }
            at[0] = data + bytes;
            if (type == 1 && bytes == 4) {
                answers.add(u8(b, data) + "." + u8(b, data + 1) + "." + u8(b, data + 2) + "." + u8(b, data + 3));
            } else if (type == 28 && bytes == 16) {
                answers.add(IpAddress.text(
                        dev.firebreak.app.capture.net.Bytes.i64(b, data),
                        dev.firebreak.app.capture.net.Bytes.i64(b, data + 8)));
            } else if (type == 5) {
                String alias = name(b, from, new int[] {data}, end);
                if (alias != null) {
                    answers.add(alias);
                }
            }
        }
        return new DnsMessage((flags & 0x8000) != 0, flags & 0xF, questions, answers);
    }

    /** The result code as people write it; null for a question. */
    @Nullable
    public String result() {
        if (!isResponse) {
            return null;
        }
        return switch (code) {
            case 0 -> "NOERROR";
            case 1 -> "FORMERR";
            case 2 -> "SERVFAIL";
            case 3 -> "NXDOMAIN";
            case 4 -> "NOTIMP";
            case 5 -> "REFUSED";
            default -> "RCODE" + code;
        };
    }

    private static String type(int type) {
        return switch (type) {
            case 1 -> "A";
            case 2 -> "NS";
            case 5 -> "CNAME";
            case 6 -> "SOA";
            case 12 -> "PTR";
            case 15 -> "MX";
            case 16 -> "TXT";
            case 28 -> "AAAA";
            case 33 -> "SRV";
            case 65 -> "HTTPS";
            case 255 -> "ANY";
            default -> "TYPE" + type;
        };
    }

    /** @param at place of the name; afterwards the place behind it */
    @Nullable
    private static String name(byte[] b, int message, int[] at, int end) {
        var name = new StringBuilder();
        int place = at[0];
        int lowest = place;
        boolean jumped = false;
        for (int pointers = 0; place < end; ) {
            int length = u8(b, place);
            if (length == 0) {
                if (!jumped) {
                    at[0] = place + 1;
                }
                return name.toString();
            }
            if (length >= 0xC0) {
                if (place + 2 > end) {
                    return null;
                }
                int target = message + (u16(b, place) & 0x3FFF);
                if (target >= lowest || ++pointers > MAX_POINTERS) {
                    return null;
                }
                if (!jumped) {
                    at[0] = place + 2;
                }
                jumped = true;
                lowest = target;
                place = target;
                continue;
            }
            if (length > 63 || place + 1 + length > end || name.length() + length + 1 > MAX_NAME_LENGTH) {
                return null;
            }
            if (!name.isEmpty()) {
                name.append('.');
            }
            for (int i = 1; i <= length; i++) {
                name.append((char) u8(b, place + i));
            }
            place += 1 + length;
        }
        return null;
    }
}
