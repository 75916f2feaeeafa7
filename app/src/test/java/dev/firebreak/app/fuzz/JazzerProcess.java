package dev.firebreak.app.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Jazzer in a process of its own, because it instruments every class and ends with the first finding. Everything that it writes goes to
 * {@code target/fuzz/NAME}: inputs that reach something new, inputs that break a law, its log. {@code config/fuzz} calls {@link #main}.
 */
public final class JazzerProcess {

    /** Seconds for one input, also on a machine that does other things; one that takes longer is a finding. */
    private static final int MOST_SECONDS_EACH = 20;

    private static final String JAZZER = "com.code_intelligence.jazzer.Jazzer";
    private static final int MOST_HEAP_MIB = 512;

    /** Of a target: the repository is no place for a large corpus. */
    private static final int MOST_KEPT = 60;

    private static final int MOST_KEPT_BYTES = 24 << 10;
    /** Jazzer's own detectors, of paths, addresses, classes and commands that an input chooses; loading them takes seconds. */
    private static final String DETECTORS = Stream.of(
                    "BigDecimal",
                    "ClojureLangHooks",
                    "Deserialization",
                    "ExpressionLanguageInjection",
                    "FilePathTraversal",
                    "LdapInjection",
                    "NamingContextLookup",
                    "OsCommandInjection",
                    "ReflectiveCall",
                    "RegexInjection",
                    "RegexRoadblocks",
                    "ScriptEngineInjection",
                    "ServerSideRequestForgery",
                    "SqlInjection",
                    "TemplateInjection",
                    "UnsafeSanitizer",
                    "XPathInjection",
                    "XmlParserSsrfGuidance")
            .map(name -> "com.code_intelligence.jazzer.sanitizers." + name)
            .collect(Collectors.joining(":"));

    private static final int SECONDS_WORTH_DETECTORS = 60;
    private static final Pattern STATUS = Pattern.compile("cov: (\\d+) ft: (\\d+) corp: (\\d+)");
    private static final Pattern EXECUTED = Pattern.compile("stat::number_of_executed_units:\\s+(\\d+)");
    private static final Pattern WRITTEN = Pattern.compile("Test unit written to (\\S+)");

    private final FuzzTarget target;
    private final Path folder;

    private final List<Path> more;

    /** @param more folders of files to start from; what comes of them goes to {@code target/fuzz/NAME-more}: they may be somebody's own */
    JazzerProcess(FuzzTarget target, List<Path> more) {
        this.target = target;
        this.more = List.copyOf(more);
        this.folder = Path.of("target", "fuzz", target.name() + (more.isEmpty() ? "" : "-more"))
                .toAbsolutePath();
    }

    /**
     * What came of a run.
     *
     * @param executions inputs that were tried
     * @param branches of the instrumented classes that were reached
     * @param finding what Jazzer says of the input that broke a law, and where that input is; empty where none did
     */
    record Outcome(long executions, long branches, String finding) {}

    /** Whether Jazzer is there: builds without the tests do not download it. */
    static boolean isThere() {
        try {
            Class.forName(JAZZER, false, JazzerProcess.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }

    /** Looks for inputs that break a law; {@code -seed} is left to chance. */
    Outcome run(int seconds) throws Exception {
        Files.createDirectories(folder.resolve("found"));
        List<String> command = command();
        command.add("-max_total_time=" + seconds);
        if (seconds < SECONDS_WORTH_DETECTORS) {
            command.add("--disabled_hooks=" + DETECTORS);
        }
        command.add(folder.resolve("found").toString());
        command.add(write(target.seeds()).toString());
        Path kept = FuzzTargets.KEPT.resolve(target.name());
        if (Files.isDirectory(kept)) {
            command.add(kept.toString());
        }
        more.forEach(path -> command.add(path.toString()));
        return execute(command, seconds);
    }

    /** Adds the smallest of the inputs that were found to those that are kept, as long as they reach something new and are few. */
    int keep() throws Exception {
        Path few = folder.resolve("few");
        delete(few);
        Files.createDirectories(few);
        List<String> command = command();
        command.add("-merge=1");
        command.add(few.toString());
        command.add(folder.resolve("found").toString());
        // It calls itself by this name, with all that follows the name of its class.
        Path self = folder.resolve("jazzer");
        int main = command.indexOf(JAZZER);
        Files.writeString(
                self,
                command.subList(0, main + 1).stream()
                        .map(word -> "'" + word + "'")
                        .collect(Collectors.joining(" ", "#!/bin/sh\nexec ", " \"$@\"\n")));
        Files.setPosixFilePermissions(self, PosixFilePermissions.fromString("rwx------"));
        Outcome outcome = execute(command, 600);
        if (!outcome.finding().isEmpty()) {
            throw new AssertionError(outcome.finding());
        }
        Path kept = FuzzTargets.KEPT.resolve(target.name());
        Files.createDirectories(kept);
        long bytes = 0;
        int count = 0;
        for (Path file : bySize(few)) {
            bytes += Files.size(file);
            if (bytes > MOST_KEPT_BYTES || ++count > MOST_KEPT) {
                return count - 1;
            }
            Files.copy(file, kept.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
        return count;
    }

    private static List<Path> bySize(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted(
                            Comparator.<Path>comparingLong(file -> file.toFile().length())
                                    .thenComparing(Comparator.naturalOrder()))
                    .toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            for (Path file : bySize(folder)) {
                Files.delete(file);
            }
        }
    }

    private Outcome execute(List<String> command, int seconds) throws Exception {
        Path log = folder.resolve("log.txt");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().merge("PATH", folder.toString(), (path, ours) -> ours + ":" + path);
        Process process = builder.start();
        try {
            if (!process.waitFor(seconds + 400L, TimeUnit.SECONDS)) {
                throw new AssertionError("Jazzer does not end: " + log);
            }
        } finally {
            process.destroyForcibly();
        }
        return outcome(process.exitValue(), log);
    }

    private List<String> command() {
        return new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx" + MOST_HEAP_MIB + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+EnableDynamicAgentLoading",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                JAZZER,
                "--target_class=" + JazzerEntry.class.getName(),
                "--target_args=" + target.name(),
                "--instrumentation_includes=" + target.instrumented(),
                "--custom_hook_includes=" + target.instrumented(),
                "--reproducer_path=" + folder,
                "-artifact_prefix=" + folder + "/",
                "-max_len=" + target.mostBytes(),
                "-timeout=" + MOST_SECONDS_EACH,
                "-rss_limit_mb=0",
                "-print_final_stats=1"));
    }

    private Path write(List<byte[]> inputs) throws IOException {
        Path seeds = folder.resolve("seeds");
        Files.createDirectories(seeds);
        int number = 0;
        for (byte[] input : inputs) {
            Files.write(seeds.resolve(String.valueOf(number++)), input);
        }
        return seeds;
    }

    private static Outcome outcome(int exit, Path log) throws IOException {
        String text = Files.readString(log, StandardCharsets.ISO_8859_1);
        long branches = 0;
        Matcher status = STATUS.matcher(text);
        while (status.find()) {
            branches = Long.parseLong(status.group(1));
        }
        Matcher executed = EXECUTED.matcher(text);
        long executions = executed.find() ? Long.parseLong(executed.group(1)) : 0;
        if (exit == 0) {
            return new Outcome(executions, branches, "");
        }
        Matcher written = WRITTEN.matcher(text);
        String input = written.find() ? written.group(1) : "no input was kept";
        int from = Math.max(0, text.indexOf("== "));
        String said = text.substring(from, Math.min(text.length(), from + 4000));
        return new Outcome(executions, branches, input + "\n" + said);
    }

    /** {@code NAME [SECONDS [FOLDER ..]]} or {@code --keep NAME}; the names of the targets where nothing is said. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 0) {
            FuzzTargets.ALL.forEach(target -> System.out.println(target.name()));
            return;
        }
        if (arguments[0].equals("--keep")) {
            FuzzTarget target = FuzzTargets.named(arguments[1]);
            System.out.printf("%s: %d inputs kept%n", target.name(), new JazzerProcess(target, List.of()).keep());
            return;
        }
        FuzzTarget target = FuzzTargets.named(arguments[0]);
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 60;
        List<Path> more = Stream.of(arguments).skip(2).map(Path::of).toList();
        Outcome outcome = new JazzerProcess(target, more).run(seconds);
        System.out.printf(
                "%s: %d inputs, %d branches%n%s",
                target.name(), outcome.executions(), outcome.branches(), outcome.finding());
        System.exit(outcome.finding().isEmpty() ? 0 : 1);
    }
}
