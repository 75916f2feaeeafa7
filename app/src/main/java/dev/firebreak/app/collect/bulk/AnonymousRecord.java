package dev.firebreak.app.collect.bulk;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;

/** A record in the state of another, whose machine has no name of its own and lists no update. */
final class AnonymousRecord {

    private AnonymousRecord() {}

    static byte[] like(FastRecord record) {
        var out = new ByteArrayOutputStream();
        add(out, "{\"machine\":\"?\",\"os\":", record, record.os);
        add(out, ",\"files\":", record, record.files);
        add(out, ",\"smb1\":", record, record.smb1);
        if (record.listed) {
            out.writeBytes((",\"hotfixes\":{\"complete\":" + record.complete + ",\"ids\":[]}").getBytes(US_ASCII));
        }
        out.write('}');
        return out.toByteArray();
    }

    private static void add(ByteArrayOutputStream out, String field, FastRecord record, ByteSpan value) {
        if (!value.isEmpty()) {
            out.writeBytes(field.getBytes(US_ASCII));
            out.write(record.buffer, value.from, value.to - value.from);
        }
    }
}
