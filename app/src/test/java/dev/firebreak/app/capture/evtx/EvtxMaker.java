package dev.firebreak.app.capture.evtx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Small event logs made here, record by record (MS-EVEN6 2.2.12; the layout of the file as {@link EvtxReader} tells it). */
public final class EvtxMaker {

    private static final int FILE_HEADER = 4096;
    private static final int CHUNK_HEADER = 512;
    private static final int RECORD_HEADER = 24;

    /** Where the binary XML of the first record begins in its chunk. */
    static final int FIRST = CHUNK_HEADER + RECORD_HEADER;

    /** 2017-05-18T08:12:10Z */
    private static final long WRITTEN = 131_395_687_300_000_000L;

    private final ByteBuffer xml = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    private final int base;

    private EvtxMaker(int base) {
        this.base = base;
    }

    /** A log of three records: a whole element, a template with its values, and the same template again. */
    public static byte[] log() {
        byte[] plain = plain();
        int second = FIRST + plain.length + 4 + RECORD_HEADER;
        var template = new EvtxMaker(second);
        int definition = template.instance(-1, "www.example.org", "9003");
        byte[] one = template.bytes();
        var again = new EvtxMaker(second + one.length + 4 + RECORD_HEADER);
        again.instance(definition, "a.example", "0");
        return log(List.of(plain, one, again.bytes()));
    }

    /** A record of one element, with an attribute, an entity, a character and CDATA. */
    static byte[] plain() {
        var maker = new EvtxMaker(FIRST);
        maker.header();
        maker.open("Event", false);
        maker.open("System", false);
        maker.open("Provider", true);
        maker.attribute("Name", "Service Control Manager");
        maker.xml.put((byte) 3);
        maker.text("EventID", "7045");
        maker.text("Channel", "System");
        maker.text("Computer", "PC5");
        maker.xml.put((byte) 4);
        maker.open("EventData", false);
        maker.open("Data", true);
        maker.attribute("Name", "ServiceName");
        maker.xml.put((byte) 2);
        maker.value("mssecsvc2.0");
        maker.xml.put((byte) 8).putShort((short) 'x');
        maker.xml.put((byte) 9);
        maker.name("amp");
        maker.xml.put((byte) 7).putShort((short) 2).put("ab".getBytes(StandardCharsets.UTF_16LE));
        maker.xml.put((byte) 4).put((byte) 4).put((byte) 4).put((byte) 0);
        return maker.bytes();
    }

    /** A record of a template and its values. */
    static byte[] templated() {
        var maker = new EvtxMaker(FIRST);
        maker.instance(-1, "www.example.org", "9003");
        return maker.bytes();
    }

    /** A log of one chunk, cut after its last record, with these contents of records. */
    static byte[] log(List<byte[]> contents) {
        int length =
                contents.stream().mapToInt(c -> c.length + RECORD_HEADER + 4).sum();
        var log = ByteBuffer.allocate(FILE_HEADER + CHUNK_HEADER + length).order(ByteOrder.LITTLE_ENDIAN);
        log.put("ElfFile\0".getBytes(StandardCharsets.US_ASCII));
        log.putInt(32, 128).putShort(36, (short) 1).putShort(38, (short) 3).putShort(40, (short) 4096);
        log.putShort(42, (short) 1);
        log.position(FILE_HEADER);
        log.put("ElfChnk\0".getBytes(StandardCharsets.US_ASCII));
        log.putLong(FILE_HEADER + 8, 1).putLong(FILE_HEADER + 16, contents.size());
        log.putLong(FILE_HEADER + 24, 1).putLong(FILE_HEADER + 32, contents.size());
        log.putInt(FILE_HEADER + 40, 128).putInt(FILE_HEADER + 48, CHUNK_HEADER + length);
        log.position(FILE_HEADER + CHUNK_HEADER);
        long id = 1;
        for (byte[] content : contents) {
            int size = content.length + RECORD_HEADER + 4;
            log.putInt(0x2a2a)
                    .putInt(size)
                    .putLong(id++)
                    .putLong(WRITTEN)
                    .put(content)
                    .putInt(size);
        }
        return log.array();
    }

    private int at() {
        return base + xml.position();
    }

    private byte[] bytes() {
        return java.util.Arrays.copyOf(xml.array(), xml.position());
    }

    private void header() {
        xml.put(new byte[] {0x0F, 1, 1, 0});
    }

    private void name(String name) {
        xml.putInt(at() + 4).putInt(0).putShort((short) 0).putShort((short) name.length());
        xml.put(name.getBytes(StandardCharsets.UTF_16LE)).putShort((short) 0);
    }

    private void open(String name, boolean hasAttributes) {
        xml.put((byte) (hasAttributes ? 0x41 : 1)).putShort((short) -1).putInt(0);
        name(name);
        if (hasAttributes) {
            xml.putInt(0);
        } else {
            xml.put((byte) 2);
        }
    }

    private void attribute(String name, String value) {
        xml.put((byte) 6);
        name(name);
        value(value);
    }

    private void value(String text) {
        xml.put((byte) 5).put((byte) 1).putShort((short) text.length()).put(text.getBytes(StandardCharsets.UTF_16LE));
    }

    private void text(String name, String text) {
        open(name, false);
        value(text);
        xml.put((byte) 4);
    }

    private void substitution(String name, int index, int type) {
        open("Data", true);
        attribute("Name", name);
        xml.put((byte) 2)
                .put((byte) 0x0E)
                .putShort((short) index)
                .put((byte) type)
                .put((byte) 4);
    }

    /** Sysmon's event of a DNS query. */
    private int instance(int known, String query, String status) {
        header();
        xml.put((byte) 0x0C).put((byte) 1).putInt(77);
        int definition = known < 0 ? at() + 4 : known;
        xml.putInt(definition);
        if (known < 0) {
            xml.putInt(0).put(new byte[16]);
            int size = xml.position();
            xml.putInt(0);
            header();
            open("Event", false);
            open("System", false);
            text("EventID", "22");
            text("Channel", "Microsoft-Windows-Sysmon/Operational");
            open("Computer", false);
            xml.put((byte) 0x0D).putShort((short) 2).put((byte) 1).put((byte) 4).put((byte) 4);
            open("EventData", false);
            substitution("QueryName", 0, 1);
            substitution("QueryStatus", 1, 8);
            substitution("Time", 3, 0x11);
            substitution("Sid", 4, 0x13);
            substitution("Numbers", 5, 0x86);
            xml.put((byte) 4).put((byte) 4).put((byte) 0);
            xml.putInt(size, xml.position() - size - 4);
        }
        values(query, status);
        return definition;
    }

    private void values(String query, String status) {
        byte[] name = query.getBytes(StandardCharsets.UTF_16LE);
        byte[] sid = {1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 32, 2, 0, 0};
        xml.putInt(6);
        xml.putShort((short) name.length).put((byte) 1).put((byte) 0);
        xml.putShort((short) 4).put((byte) 8).put((byte) 0);
        xml.putShort((short) 6).put((byte) 1).put((byte) 0);
        xml.putShort((short) 8).put((byte) 0x11).put((byte) 0);
        xml.putShort((short) sid.length).put((byte) 0x13).put((byte) 0);
        xml.putShort((short) 4).put((byte) 0x86).put((byte) 0);
        xml.put(name).putInt(Integer.parseInt(status)).put("PC5".getBytes(StandardCharsets.UTF_16LE));
        xml.putLong(WRITTEN).put(sid).putShort((short) 1).putShort((short) 2);
    }
}
