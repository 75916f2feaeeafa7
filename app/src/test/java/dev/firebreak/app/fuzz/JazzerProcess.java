package dev.firebreak.app.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Jazzer in a process of its own, because it instruments every class and ends with the first finding. Everything that it writes goes to
 * {@code target/fuzz/NAME}: inputs that reach something new, inputs that break a law, its log.
 *
 * <p>{@code JazzerProcess NAME SECONDS [FOLDER ..]} runs one target, with the files of more folders to start from; {@code config/fuzz} calls it.
 */
public final class JazzerProcess {

    /** Seconds for one input; one that takes longer is a finding. */
    private static final int MOST_SECONDS_EACH = 10;

    private static final int MOST_HEAP_MIB = 512;
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
        this.folder = Path.of("target", "fuzz", target.name() + (more.isEmpty() ? "" : "-more")).toAbsolutePath();
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
            Class.forName("com.code_intelligence.jazzer.Jazzer", false, JazzerProcess.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }

    Outcome run(int seconds) throws Exception {
        Path seeds = write(target.seeds());
        Files.createDirectories(folder.resolve("found"));
        List<String> command = command();
        command.add("-max_total_time=" + seconds);
        command.add(folder.resolve("found").toString());
        command.add(seeds.toString());
        if (Files.isDirectory(FuzzTargets.KEPT.resolve(target.name()))) {
            command.add(FuzzTargets.KEPT.resolve(target.name()).toString());
        }
        more.forEach(path -> command.add(path.toString()));
        Path log = folder.resolve("log.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(seconds + 120L, TimeUnit.SECONDS)) {
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
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + JazzerEntry.class.getName(),
                "--target_args=" + target.name(),
                "--instrumentation_includes=" + target.instrumented(),
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

    /** See the class. */
    public static void main(String[] arguments) throws Exception {
        FuzzTarget target = FuzzTargets.named(arguments[0]);
        List<Path> more = new ArrayList<>();
        for (int i = 2; i < arguments.length; i++) {
            more.add(Path.of(arguments[i]));
        }
        Outcome outcome = new JazzerProcess(target, more).run(Integer.parseInt(arguments[1]));
        System.out.printf(
                "%s: %d inputs, %d branches%n%s", target.name(), outcome.executions(), outcome.branches(), outcome.finding());
        System.exit(outcome.finding().isEmpty() ? 0 : 1);
    }
}
