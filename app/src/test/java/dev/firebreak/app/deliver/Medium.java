package dev.firebreak.app.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.app.collect.Collector;
import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.assess.Assessor;
import dev.firebreak.core.rollout.DistributionPlanner;
import dev.firebreak.core.rollout.MachineNeed;
import dev.firebreak.core.rollout.PackageFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An offline medium for an estate, with stand-ins under the names of real packages. */
final class Medium {

    static final String XP_ENU = "windowsxp-kb4012598-x86-custom-enu_eceb7d5023bbb23c0dc633e46b9c2f14fa6ee9dd.exe";
    static final String SERVER_2003_X64_ENU =
            "windowsserver2003-kb4012598-x64-custom-enu_f24d8723f246145524b9030e4752c96430981211.exe";
    static final String WIN7_X86 = "windows6.1-kb4012215-x86_e5918381cef63f171a74418f12143dabe5561a66.msu";
    static final String WIN10_X64 = "windows10.0-kb4013429-x64_ddc8596f88577ab739cade1d365956a74598e710.msu";

    private static final Knowledge KNOWLEDGE = new ShippedKnowledge().knowledge();

    private final Map<PackageFile, byte[]> packages = new LinkedHashMap<>();
    private final List<String> machines = new ArrayList<>();

    /** A machine that has no update. */
    Medium machine(String name, String version, int pack, String architecture, String language, String caption) {
        machines.add(
                ("{\"machine\":\"%s\",\"os\":{\"caption\":\"%s\",\"version\":\"%s\",\"servicePack\":%d,\"architecture\":\"%s\","
                                + "\"language\":\"%s\"},\"hotfixes\":{\"complete\":true,\"ids\":[\"KB976002\"]}}")
                        .formatted(name, caption, version, pack, architecture, language));
        return this;
    }

    /** The estate of these tests: XP in two languages, Server 2003 x64, 7 x86, 10 1607. */
    Medium estate() {
        return machine("XP1", "5.1.2600", 3, "x86", "en-US", "Microsoft Windows XP Professional")
                .machine("XP2", "5.1.2600", 3, "x86", "ja-JP", "Microsoft Windows XP Professional")
                .machine(
                        "SRV1",
                        "5.2.3790",
                        2,
                        "x64",
                        "en-US",
                        "Microsoft(R) Windows(R) Server 2003 Standard x64 Edition")
                .machine("PC7", "6.1.7601", 1, "x86", "en-US", "Microsoft Windows 7 Professional")
                .machine("PC10", "10.0.14393", 0, "x64", "en-US", "Microsoft Windows 10 Pro");
    }

    /** A stand-in under a package's name. */
    Medium with(String file, int kb, byte[] program) {
        packages.put(new PackageFile(new Kb(kb), file, program.length, sha256(program)), program);
        return this;
    }

    List<PackageFile> files() {
        return List.copyOf(packages.keySet());
    }

    List<MachineNeed> needs() throws IOException {
        Path folder = Files.createTempDirectory("firebreak-medium");
        Files.writeString(folder.resolve("estate.ndjson"), String.join("\n", machines) + "\n", UTF_8);
        var assessor = new Assessor(KNOWLEDGE, KNOWLEDGE.advisories(), LocalDate.of(2017, 5, 14));
        var planner = new DistributionPlanner();
        List<MachineNeed> needs = new ArrayList<>();
        new Collector(folder)
                .collect(
                        List.of(folder),
                        InputStream.nullInputStream(),
                        (_, _) -> {},
                        snapshot -> needs.addAll(planner.plan(assessor.assess(snapshot))),
                        problem -> {});
        Files.delete(folder.resolve("estate.ndjson"));
        Files.delete(folder);
        return needs;
    }

    MediumWriter.Written write(Path folder, int seconds) throws Exception {
        return new MediumWriter(folder, "0123456789abcdef", seconds)
                .write(
                        needs(),
                        files(),
                        file -> new ByteArrayInputStream(packages.get(file)),
                        KNOWLEDGE.mitigations(),
                        new byte[] {'x'},
                        null);
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
