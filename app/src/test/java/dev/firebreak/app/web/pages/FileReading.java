package dev.firebreak.app.web.pages;

import dev.firebreak.app.collect.Collector;
import dev.firebreak.core.estate.Delivery;
import dev.firebreak.core.estate.EvidenceReader;
import dev.firebreak.core.inventory.Complaint;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.inventory.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads evidence as the command line does, by way of files: slow, but the real thing. */
record FileReading(Path temp) implements EvidenceReader {

    @Override
    public Parts parts(@Nullable String machine, String name, byte[] content) {
        List<Part> parts = new ArrayList<>();
        List<Complaint> complaints = new ArrayList<>();
        read(
                List.of(new Delivery.Content("", name, content, java.time.Instant.EPOCH)),
                s -> parts.add(new Part(s.machine(), true, kind(name), content)),
                complaints);
        return new Parts(parts, complaints);
    }

    @Override
    public Optional<Snapshot> snapshot(String machine, List<Delivery.Content> contents) {
        List<Snapshot> found = new ArrayList<>();
        read(contents, found::add, new ArrayList<>());
        return found.stream().filter(s -> s.machine().equalsIgnoreCase(machine)).findFirst();
    }

    private static String kind(String name) {
        return name.contains("_") ? name.substring(name.lastIndexOf('_') + 1) : name;
    }

    private void read(List<Delivery.Content> contents, Consumer<Snapshot> machines, List<Complaint> complaints) {
        try {
            Path folder = Files.createTempDirectory(temp, "read");
            for (Delivery.Content content : contents) {
                Files.write(folder.resolve(content.name()), content.content());
            }
            new Collector(temp)
                    .collect(
                            List.of(folder),
                            InputStream.nullInputStream(),
                            (done, of) -> {},
                            machines,
                            c -> complaints.add(new Complaint(
                                    new Source(
                                            Path.of(c.source().file())
                                                    .getFileName()
                                                    .toString(),
                                            c.source().line()),
                                    c.what())));
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
