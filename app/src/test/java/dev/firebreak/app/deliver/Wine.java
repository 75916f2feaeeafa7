package dev.firebreak.app.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Windows programs under Wine, in a folder of its own, without a screen. */
final class Wine implements AutoCloseable {

    private static final List<Path> PROGRAMS = List.of(Path.of("/usr/lib/wine/wine64"), Path.of("/usr/bin/wine64"));
    private static final long MAX_SECONDS = 240;

    private final Path program;
    private final Path server;
    private final Path prefix;

    private Wine(Path program, Path prefix) {
        this.program = program;
        this.server = Path.of("/usr/lib/wine/wineserver64");
        this.prefix = prefix;
    }

    /** What a program printed and how it ended. */
    record Ended(int code, String output) {}

    /** A new one; the test is skipped where Wine is missing. */
    static Wine begin(Path folder) throws Exception {
        Path program = PROGRAMS.stream().filter(Files::isExecutable).findFirst().orElse(null);
        Assumptions.assumeTrue(program != null, "wine64 is missing (Debian package wine64)");
        var wine = new Wine(program, Files.createDirectories(folder));
        wine.run("C", Map.of(), "wineboot", "-i");
        return wine;
    }

    /** Where drive C is. */
    Path driveC() {
        return prefix.resolve("drive_c");
    }

    /** Puts a program in the place of one of Windows. */
    void replace(String name, byte[] program) throws IOException {
        Path place = driveC().resolve("windows/system32").resolve(name);
        Files.deleteIfExists(place);
        Files.write(place, program);
    }

    /** Puts back what Wine has of that name: nothing here, which it then lacks. */
    void remove(String name) throws IOException {
        Files.deleteIfExists(driveC().resolve("windows/system32").resolve(name));
    }

    /** A path of this computer as Windows names it. */
    static String path(Path path) {
        return "Z:" + path.toAbsolutePath().toString().replace('/', '\\');
    }

    /** Runs a program; the locale decides about the code page. */
    Ended run(String locale, Map<String, String> environment, String... command) throws Exception {
        List<String> line = new ArrayList<>(List.of(program.toString()));
        line.addAll(List.of(command));
        Path output = Files.createTempFile(prefix, "output", ".txt");
        var builder = new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().keySet().removeIf(k -> k.startsWith("LC_") || k.equals("LANG") || k.equals("DISPLAY"));
        builder.environment().put("LC_ALL", locale);
        builder.environment().put("WINEPREFIX", prefix.toString());
        builder.environment().put("WINEDEBUG", "-all");
        builder.environment().put("WINEDLLOVERRIDES", "mscoree,mshtml=;certutil.exe,wusa.exe=n");
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(String.join(" ", command) + " did not end: "
                    + Files.readString(output, StandardCharsets.ISO_8859_1));
        }
        byte[] bytes = Files.readAllBytes(output);
        return new Ended(
                process.exitValue(),
                new String(bytes, locale.startsWith("ja") ? java.nio.charset.Charset.forName("windows-31j") : UTF_8));
    }

    /** Runs a command script. */
    Ended cmd(String locale, Path script, String... arguments) throws Exception {
        return cmd(locale, Map.of(), script, arguments);
    }

    /** Runs a command script with variables of its own. */
    Ended cmd(String locale, Map<String, String> environment, Path script, String... arguments) throws Exception {
        List<String> line = new ArrayList<>(List.of("cmd", "/c", path(script)));
        line.addAll(List.of(arguments));
        return run(locale, environment, line.toArray(String[]::new));
    }

    /**
     * Makes it be a Windows.
     *
     * @param version as Wine names it: winxp, win2003, win7, win10 (which is 10.0.18362); or a number such as 10.0.14393
     * @param architecture as the registry names it: x86, AMD64
     * @param language four hex digits
     * @param type WinNT or ServerNT
     */
    void be(String version, String architecture, String language, int pack, String type) throws Exception {
        String[] numbers = version.split("\\.");
        String named = numbers.length < 3 ? "\"Version\"=\"" + version + "\"" : """
                        "Version"=-

                        [HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion]
                        "CurrentVersion"="%s.%s"
                        "CurrentBuild"="%3$s"
                        "CurrentBuildNumber"="%3$s"
                        """.formatted((Object[]) numbers);
        String packed = pack == 0 ? "\"CSDVersion\"=-" : "\"CSDVersion\"=\"Service Pack " + pack + "\"";
        Path file = prefix.resolve("be.reg");
        Files.writeString(file, """
                REGEDIT4

                [HKEY_CURRENT_USER\\Software\\Wine]
                %s

                [HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion]
                %s

                [HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment]
                "PROCESSOR_ARCHITECTURE"="%s"

                [HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\ProductOptions]
                "ProductType"="%s"

                [HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Nls\\Language]
                "InstallLanguage"="%s"
                """.formatted(named, packed, architecture, type, language));
        run("C", Map.of(), "regedit", "/S", path(file));
    }

    /** Ends every program that runs in this folder of Wine, and no other. */
    @Override
    public void close() {
        try {
            var builder = new ProcessBuilder(server.toString(), "-k");
            builder.environment().put("WINEPREFIX", prefix.toString());
            builder.start().waitFor(20, TimeUnit.SECONDS);
            try (Stream<Path> all = Files.walk(prefix)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
