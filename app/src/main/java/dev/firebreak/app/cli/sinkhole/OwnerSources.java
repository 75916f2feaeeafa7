package dev.firebreak.app.cli.sinkhole;

import dev.firebreak.app.cli.CommandServices;
import dev.firebreak.app.collect.network.LeaseReader;
import dev.firebreak.app.io.killswitch.ProbeLines;
import dev.firebreak.core.fleet.AddressLease;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import dev.firebreak.core.watch.infection.AddressBook;
import dev.firebreak.core.watch.infection.OwnProbe;
import dev.firebreak.core.watch.killswitch.KillSwitchProbe;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What files tell about whose addresses are: inventories of every format that {@code assess} reads, leases of DHCP servers, and results of
 * {@code killswitch check}. Each file is recognised by its content.
 */
record OwnerSources(
        List<AddressBook.Report> reports, List<AddressLease> leases, List<OwnProbe> probes, List<Problem> problems) {

    private static final int HEAD_BYTES = 1 << 16;
    private static final long LARGEST_BYTES = 64L << 20;
    private static final int MAX_FILES = 10_000;

    static OwnerSources read(List<Path> paths, CommandServices services) {
        var sources = new OwnerSources(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        List<Path> others = new ArrayList<>();
        for (Path path : paths) {
            sources.sort(path, others, services);
        }
        if (!others.isEmpty()) {
            services.collector()
                    .get()
                    .collect(
                            others,
                            services.stdin(),
                            (read, all) -> {},
                            Function.identity(),
                            sources::machine,
                            sources.problems::add);
        }
        return sources;
    }

    /** Folders without files of ours go on whole: what lies together may belong together. */
    private void sort(Path path, List<Path> others, CommandServices services) {
        if (!Files.isDirectory(path)) {
            if (!take(path, services)) {
                others.add(path);
            }
            return;
        }
        List<Path> left = new ArrayList<>();
        boolean taken = false;
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file :
                    files.filter(Files::isRegularFile).limit(MAX_FILES).sorted().toList()) {
                boolean ours = take(file, services);
                taken |= ours;
                if (!ours) {
                    left.add(file);
                }
            }
        } catch (IOException | java.io.UncheckedIOException e) {
            // The collector says what cannot be read.
            others.add(path);
            return;
        }
        if (taken) {
            others.addAll(left);
        } else {
            others.add(path);
        }
    }

    /** Whether a file is one of leases or probes; what it tells is taken then. */
    private boolean take(Path file, CommandServices services) {
        if (file.toString().equals("-")) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(HEAD_BYTES);
            String text = new String(head, StandardCharsets.UTF_8);
            if (text.contains("\"" + ProbeLines.SCHEMA + "\"")) {
                probes(file);
                return true;
            }
            Source source = Source.of(file.toString());
            Read<AddressLease> leased =
                    LeaseReader.read(source, head, services.clock().getZone());
            if (leased.items().isEmpty()) {
                return false;
            }
            if (head.length == HEAD_BYTES && Files.size(file) <= LARGEST_BYTES) {
                leased = LeaseReader.read(
                        source, Files.readAllBytes(file), services.clock().getZone());
            }
            leases.addAll(leased.items());
            problems.addAll(leased.problems());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void probes(Path file) throws IOException {
        if (Files.size(file) > LARGEST_BYTES) {
            problems.add(new Problem(Source.of(file.toString()), new Text("too large", "ファイルが大きすぎます")));
            return;
        }
        Read<KillSwitchProbe> read =
                ProbeLines.read(new String(Files.readAllBytes(file), StandardCharsets.UTF_8), file.toString());
        read.items().stream().map(OwnProbe::of).forEach(probes::add);
        problems.addAll(read.problems());
    }

    private void machine(Snapshot machine) {
        reports.add(
                new AddressBook.Report(machine.machine(), machine.addresses(), machine.roles(), machine.collectedAt()));
    }
}
