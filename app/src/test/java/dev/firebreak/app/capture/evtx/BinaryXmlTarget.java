package dev.firebreak.app.capture.evtx;

import dev.firebreak.app.fuzz.FuzzTarget;
import dev.firebreak.app.fuzz.Law;
import dev.firebreak.core.inventory.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Records of one chunk, with the file around them made here: each input is a few contents of records with their lengths before them. Every
 * record is read or is a problem.
 */
public final class BinaryXmlTarget implements FuzzTarget {

    private static final int MAX_RECORDS = 8;

    @Override
    public String name() {
        return "binary-xml";
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                joined(List.of(EvtxMaker.plain())),
                joined(List.of(EvtxMaker.templated())),
                joined(List.of(EvtxMaker.templated(), EvtxMaker.plain())));
    }

    @Override
    public void run(byte[] input) throws IOException {
        List<byte[]> contents = split(input);
        if (contents.isEmpty()) {
            return;
        }
        List<Problem> problems = new ArrayList<>();
        List<EvtxRecord> records = read(contents, problems);
        Law.holds(records.size() <= contents.size(), "no more records than there are");
        Law.holds(problems.size() <= contents.size() + 1, "a problem for each record that is lost");
        Law.holds(
                records.size() == contents.size() || problems.size() > 1,
                "a record that is not read is a problem, beside the chunk that is cut");
    }

    private static List<EvtxRecord> read(List<byte[]> contents, List<Problem> problems) throws IOException {
        var reader = new EvtxReader(new ByteArrayInputStream(EvtxMaker.log(contents)), "log.evtx", problems::add);
        List<EvtxRecord> records = new ArrayList<>();
        for (EvtxRecord next = reader.next(); next != null; next = reader.next()) {
            records.add(next);
        }
        return records;
    }

    private static List<byte[]> split(byte[] input) {
        List<byte[]> parts = new ArrayList<>();
        int at = 0;
        while (at + 2 < input.length && parts.size() < MAX_RECORDS) {
            int length = Math.min((input[at] & 0xFF) | (input[at + 1] & 0x0F) << 8, input.length - at - 2);
            parts.add(Arrays.copyOfRange(input, at + 2, at + 2 + length));
            at += 2 + length;
        }
        return parts;
    }

    private static byte[] joined(List<byte[]> parts) {
        var all = ByteBuffer.allocate(parts.stream().mapToInt(p -> p.length + 2).sum())
                .order(ByteOrder.LITTLE_ENDIAN);
        parts.forEach(part -> all.putShort((short) part.length).put(part));
        return all.array();
    }
}
