package dev.firebreak.app.collect.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.app.collect.Collector;
import dev.firebreak.app.fuzz.FuzzTarget;
import dev.firebreak.app.fuzz.Law;
import dev.firebreak.app.report.model.ReportFormat;
import dev.firebreak.core.catalogue.Catalogue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Inventories in NDJSON: the short way for a million machines says, byte for byte, what the long way says, problems too. */
public final class InventoryTarget implements FuzzTarget {

    private final Path folder;
    private final Path file;
    private final MachineLineWriter writer = BulkWorkerTest.teller(ReportFormat.NDJSON, Catalogue.EMPTY);

    public InventoryTarget() {
        try {
            folder = FuzzTarget.workFolder("inventory");
            file = folder.resolve("fleet.ndjson");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public String name() {
        return "inventory";
    }

    @Override
    public List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (int seed = 0; seed < 4; seed++) {
            seeds.add(BulkWorkerTest.fleet(new Random(seed), 4));
        }
        return seeds;
    }

    @Override
    public void run(byte[] input) throws IOException {
        Files.write(file, input);
        var slow = new ByteArrayOutputStream();
        List<String> slowProblems = new ArrayList<>();
        new Collector(folder)
                .collect(
                        List.of(file),
                        InputStream.nullInputStream(),
                        (read, of) -> {},
                        machine -> writer.tell(machine, slow),
                        problem -> slowProblems.add(problem.toString()));
        var fast = new ByteArrayOutputStream();
        List<String> fastProblems = new ArrayList<>();
        new Collector(folder)
                .write(
                        List.of(file),
                        InputStream.nullInputStream(),
                        (read, of) -> {},
                        writer,
                        fast,
                        (count, rank) -> {},
                        problem -> fastProblems.add(problem.toString()));
        Law.same(slow.toString(UTF_8), fast.toString(UTF_8), "the short way says what the long way says");
        Law.same(slowProblems, fastProblems, "the short way has the problems of the long way");
    }
}
