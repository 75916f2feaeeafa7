package dev.firebreak.app.collect.bulk;

/** The name of a machine in a line that begins with it, as programs write it. */
public final class FastMachineName {

    private static final byte[] FIELD = "\"machine\"".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private FastMachineName() {}

    /** The hash of the name; 0 where the line does not begin with a plain one. */
    public static long of(byte[] bytes, int from, int to) {
        int at = from;
        if (to - from < FIELD.length + 5 || bytes[at++] != '{') {
            return 0;
        }
        if (bytes[at] == ' ') {
            at++;
        }
        for (byte letter : FIELD) {
            if (at == to || bytes[at++] != letter) {
                return 0;
            }
        }
        while (at < to && (bytes[at] == ' ' || bytes[at] == ':')) {
            at++;
        }
        if (at >= to || bytes[at++] != '"') {
            return 0;
        }
        int first = at;
        while (at < to && bytes[at] != '"') {
            if (bytes[at] == '\\' || (bytes[at] >= 0 && bytes[at] < ' ') || bytes[at] == 0x7F) {
                return 0;
            }
            at++;
        }
        boolean plain = at < to && at > first && bytes[first] != ' ' && bytes[at - 1] != ' ';
        return plain ? NameTable.hash(bytes, first, at) : 0;
    }
}
