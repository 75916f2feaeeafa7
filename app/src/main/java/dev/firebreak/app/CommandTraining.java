package dev.firebreak.app;

import dev.firebreak.app.server.ShutdownSignal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What the JVM is shown once, when the product is built or installed, so that it has at hand what it needs at every start
 * (JEP 514) and knows which code will be busy (JEP 515): the commands people use, and a fleet.
 */
final class CommandTraining {

    /** As many as it takes until the compilers have seen the loops that matter. */
    private static final int MACHINES = 30_000;

    private static final List<String> SYSTEMS = List.of(
            "\"caption\":\"Microsoft Windows 7 Professional\",\"version\":\"6.1.7601\",\"servicePack\":1,\"architecture\":\"x64\",\"language\":\"ja-jp\"",
            "\"caption\":\"Microsoft Windows Server 2012 R2 Standard\",\"version\":\"6.3.9600\",\"servicePack\":0,\"architecture\":\"x64\",\"language\":\"en-us\"",
            "\"caption\":\"Microsoft Windows XP Professional\",\"version\":\"5.1.2600\",\"servicePack\":3,\"architecture\":\"x86\",\"language\":\"en-us\"",
            "\"caption\":\"Microsoft Windows 10 Pro\",\"version\":\"10.0.14393\",\"revision\":953,\"architecture\":\"x64\",\"language\":\"ja-jp\"");

    private static final int[] FIXING = {4012212, 4012215, 4019264, 4012216, 4012598, 4013429, 2534111};

    private CommandTraining() {}

    /** @param args the folder of the example, where there is one */
    public static void main(String... args) throws IOException {
        Path folder = Files.createTempDirectory("firebreak-rehearsal-");
        Path fleet = folder.resolve("fleet.ndjson");
        try {
            fleet(fleet);
            String example = args.length > 0 ? args[0] : fleet.toString();
            run("--lang", "ja", "--help");
            run("assess", example);
            run(
                    "assess",
                    "--format",
                    "html",
                    "--out",
                    folder.resolve("report.html").toString(),
                    example);
            run("assess", "--quiet", "--advisory", "MS17-010", "--format", "ndjson", fleet.toString());
            run("guide", "MS17-010");
            run("knowledge", "list");
        } finally {
            try (var files = Files.list(folder)) {
                files.forEach(file -> file.toFile().delete());
            }
            Files.delete(folder);
        }
    }

    private static void run(String... args) {
        var nobody = new PrintStream(OutputStream.nullOutputStream());
        Main.run(Map.of("LANG", "C.UTF-8"), nobody, nobody, new ShutdownSignal(code -> {}), args);
    }

    private static void fleet(Path file) throws IOException {
        var random = new SplittableRandom(1);
        try (var out = Files.newBufferedWriter(file)) {
            for (int number = 0; number < MACHINES; number++) {
                out.write(machine(number, random));
                out.newLine();
            }
        }
    }

    private static String machine(int number, SplittableRandom random) {
        var line = new StringBuilder("{\"machine\":\"PC-").append(number);
        line.append("\",\"collectedAt\":\"2017-05-14T09:00:00Z\",\"os\":{")
                .append(SYSTEMS.get(number % SYSTEMS.size()));
        line.append("},\"hotfixes\":{\"complete\":")
                .append(random.nextInt(9) > 0)
                .append(",\"ids\":[\"KB");
        line.append(FIXING[random.nextInt(FIXING.length)]);
        for (int i = 0; i < 24; i++) {
            line.append("\",\"KB").append(2_000_000 + random.nextInt(1_900_000));
        }
        line.append(
                "\"]},\"smb1\":\"enabled\",\"site\":\"Osaka\",\"segment\":\"10.1.2.0/24\",\"addresses\":[\"10.1.2.3\"]}");
        return line.toString();
    }
}
