package dev.firebreak.app;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.collect.CheckInReader;
import dev.firebreak.core.assess.Assessor;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.fleet.CheckInRecords;
import dev.firebreak.core.fleet.EvidenceReader;
import dev.firebreak.core.inventory.MachineName;
import dev.firebreak.core.inventory.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

/**
 * Whatever happens to a file on its way, nothing fails and no machine comes out greener than from the whole file: lines that are
 * cut, doubled, moved or lost, bytes that are flipped, other encodings; of the clinic and of every folder of the tests.
 */
class DamageProperties {

    private static final LocalDate THAT_SUNDAY = LocalDate.of(2017, 5, 14);
    private static final Instant RECEIVED = Instant.parse("2017-05-14T09:00:00Z");
    private static final Assessor ASSESSOR =
            new Assessor(Estates.KNOWLEDGE, Estates.KNOWLEDGE.advisories(), THAT_SUNDAY);
    private static final int WAYS = 9;
    private static final int WAYS_FOR_ONE_LINE = 6;
    private static final List<Path> FOLDERS = folders();
    private static final Map<Path, Map<String, Verdict.Kind>> WHOLE = new HashMap<>();

    private static List<Path> folders() {
        List<Path> folders = new ArrayList<>(List.of(Path.of("../examples/clinic")));
        try (Stream<Path> all = Files.walk(Path.of("src/test/resources/merge"), 2)) {
            all.filter(p -> p.getNameCount() == 6).sorted().forEach(folders::add);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return folders;
    }

    @Property(tries = 250)
    void a_damaged_file_makes_no_machine_greener(@ForAll Random random) throws IOException {
        inFolders(random);
    }

    @Property(tries = 3_000)
    @Tag("long")
    void a_damaged_file_makes_no_machine_greener_in_many_tries(@ForAll Random random) throws IOException {
        inFolders(random);
    }

    @Property(tries = 500)
    void what_is_sent_damaged_makes_no_machine_greener(@ForAll Random random) throws IOException {
        overTheNetwork(random);
    }

    @Property(tries = 6_000)
    @Tag("long")
    void what_is_sent_damaged_makes_no_machine_greener_in_many_tries(@ForAll Random random) throws IOException {
        overTheNetwork(random);
    }

    private static void inFolders(Random random) throws IOException {
        Path folder = one(random, FOLDERS);
        Path victim = one(random, files(folder));
        Path copy = Files.createTempDirectory("firebreak-damage-");
        try {
            for (Path file : files(folder)) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
            Map<String, Verdict.Kind> whole =
                    WHOLE.computeIfAbsent(folder, f -> verdicts(Estates.assess(THAT_SUNDAY, copy)));
            byte[] damaged = damaged(Files.readAllBytes(victim), random, victim);
            Files.write(copy.resolve(victim.getFileName()), damaged);
            var result = Estates.assess(THAT_SUNDAY, copy);
            assertThat(result.problems()).noneMatch(Problem::isFault);
            if (!isOfDenials(folder)) {
                compare(victim, whole, verdicts(result), damaged);
            }
        } finally {
            delete(copy);
        }
    }

    /** Where one file denies what another says, the other is believed once that one is lost. */
    private static boolean isOfDenials(Path folder) {
        String kind = folder.getParent().getFileName().toString();
        String name = folder.getFileName().toString();
        return kind.equals("lists") || kind.equals("scans") || name.equals("scan-ties") || name.startsWith("two-");
    }

    /** Each machine as its worst row of that name says. */
    private static Map<String, Verdict.Kind> verdicts(Estates.Result result) {
        Map<String, Verdict.Kind> verdicts = new HashMap<>();
        result.machines()
                .forEach(m -> verdicts.merge(
                        MachineName.key(m.snapshot().machine()),
                        m.findings().getFirst().verdict().kind(),
                        DamageProperties::greener));
        return verdicts;
    }

    private static Verdict.Kind greener(Verdict.Kind one, Verdict.Kind other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static void overTheNetwork(Random random) throws IOException {
        Path victim = one(random, files(one(random, FOLDERS)));
        byte[] whole = Files.readAllBytes(victim);
        byte[] damaged = damaged(whole, random, victim);
        String name = victim.getFileName().toString();
        Map<String, Verdict.Kind> after = sent(name, damaged);
        if (!isOfDenials(victim.getParent())) {
            compare(victim, sent(name, whole), after, damaged);
        }
    }

    private static Map<String, Verdict.Kind> sent(String name, byte[] bytes) {
        var evidences = new CheckInReader();
        Map<String, Verdict.Kind> verdicts = new HashMap<>();
        for (EvidenceReader.Part part : evidences.parts(null, name, bytes).parts()) {
            evidences
                    .snapshot(
                            part.machine(),
                            List.of(new CheckInRecords.Content(part.kind(), name, part.content(), RECEIVED)))
                    .ifPresent(snapshot -> verdicts.merge(
                            MachineName.key(part.machine()),
                            ASSESSOR.assess(snapshot)
                                    .findings()
                                    .getFirst()
                                    .verdict()
                                    .kind(),
                            DamageProperties::greener));
        }
        return verdicts;
    }

    private static void compare(
            Path victim, Map<String, Verdict.Kind> whole, Map<String, Verdict.Kind> damaged, byte[] bytes) {
        damaged.forEach((machine, verdict) -> {
            if (!verdict.isGreen() && verdict != Verdict.Kind.MITIGATED) {
                return;
            }
            Verdict.Kind before = whole.get(machine);
            // A name of which a letter was lost is another machine's; that one was as green.
            boolean was = before == null
                    ? whole.values().stream().anyMatch(kind -> kind.compareTo(verdict) >= 0)
                    : before.compareTo(verdict) >= 0 || before.isGreen() && verdict.isGreen();
            assertThat(was)
                    .as("%s: %s was %s and is %s in%n%s", victim, machine, before, verdict, shown(bytes))
                    .isTrue();
        });
    }

    private static String shown(byte[] bytes) {
        String text = new String(bytes, UTF_8);
        return text.length() > 6000 ? text.substring(0, 6000) : text;
    }

    /** Damages a few times, each in a way of its own; a file of many machines once, and by one line. */
    private static byte[] damaged(byte[] bytes, Random random, Path victim) {
        boolean many = new String(bytes, UTF_8).split("OS Version:", -1).length > 2;
        byte[] damaged = bytes;
        for (int i = many ? 0 : random.nextInt(3); i >= 0; i--) {
            // What follows a machine's name is that machine's: nothing tells that the lines between were lost or are
            // another's.
            damaged = damagedOnce(damaged, random, many ? WAYS_FOR_ONE_LINE : WAYS);
        }
        return damaged;
    }

    private static byte[] damagedOnce(byte[] bytes, Random random, int ways) {
        if (bytes.length < 4) {
            return bytes;
        }
        List<byte[]> lines = lines(bytes);
        int line = random.nextInt(lines.size());
        int other = random.nextInt(lines.size());
        switch (random.nextInt(ways)) {
            case 0 -> {
                return java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }
            case 1 -> lines.add(line, lines.get(line));
            case 2 -> lines.remove(line);
            case 3 -> {
                byte[] flipped = bytes.clone();
                flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
                return flipped;
            }
            case 4 -> {
                Charset to =
                        one(random, List.of(UTF_8, UTF_16, StandardCharsets.UTF_16LE, Charset.forName("windows-31j")));
                return new String(bytes, UTF_8).getBytes(to);
            }
            case 5 -> {
                byte[] own = lines.get(line);
                lines.set(line, java.util.Arrays.copyOf(own, random.nextInt(own.length + 1)));
            }
            case 6 -> lines.add(other, lines.remove(line));
            case 7 -> {
                int to = Math.min(lines.size(), line + 1 + random.nextInt(4));
                lines.addAll(other, List.copyOf(lines.subList(line, to)));
            }
            case 8 ->
                lines.subList(Math.min(line, other), Math.max(line, other)).clear();
            default -> throw new IllegalStateException();
        }
        var joined = new ByteArrayOutputStream();
        lines.forEach(joined::writeBytes);
        return joined.toByteArray();
    }

    /** With their ends. */
    private static List<byte[]> lines(byte[] bytes) {
        List<byte[]> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n' || i == bytes.length - 1) {
                lines.add(java.util.Arrays.copyOfRange(bytes, from, i + 1));
                from = i + 1;
            }
        }
        return lines;
    }

    private static <T> T one(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, java.io.IOException e) throws IOException {
                Files.delete(dir);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
