package dev.firebreak.app.probe.smb;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.app.io.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/**
 * Who asked which address when, one JSON object a line, appended to {@code probe.log.ndjson} in the data folder. A line is written before
 * the first packet goes out; where it cannot be written, nothing is asked.
 */
public final class ProbeLog implements AutoCloseable {

    public static final String FILE = "probe.log.ndjson";

    private final FileChannel file;
    private final Clock clock;
    private final String who;

    private ProbeLog(FileChannel file, Clock clock, String who) {
        this.file = file;
        this.clock = clock;
        this.who = who;
    }

    /** @param who the account that asks, as the system names it */
    public static ProbeLog open(Path folder, Clock clock, String who) throws IOException {
        Files.createDirectories(folder);
        Path log = folder.resolve(FILE);
        return new ProbeLog(
                FileChannel.open(log, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
                clock,
                who);
    }

    void asked(SmbTarget target) throws IOException {
        line(target, "asked", "");
    }

    void answered(SmbFinding finding) throws IOException {
        line(
                finding.target(),
                finding.answered() ? "answered" : "no answer",
                "ms17010 " + finding.smb1().patch().name().toLowerCase(Locale.ROOT));
    }

    private synchronized void line(SmbTarget target, String what, String result) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JsonWriter.to(bytes)) {
            json.writeStartObject();
            json.writeStringProperty("time", clock.instant().toString());
            JsonWriter.text(json, "who", who);
            json.writeStringProperty("probe", "smb");
            json.writeStringProperty("event", what);
            JsonWriter.text(json, "target", target.name());
            JsonWriter.text(json, "address", target.address());
            json.writeNumberProperty("port", target.port());
            if (!result.isEmpty()) {
                json.writeStringProperty("result", result);
            }
            json.writeEndObject();
        }
        bytes.writeBytes("\n".getBytes(UTF_8));
        ByteBuffer line = ByteBuffer.wrap(bytes.toByteArray());
        while (line.hasRemaining()) {
            file.write(line);
        }
    }

    @Override
    public void close() throws IOException {
        file.force(true);
        file.close();
    }
}
