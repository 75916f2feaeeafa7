package dev.firebreak.app.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.web.Premises;
import dev.firebreak.app.web.service.OrderService;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.rollout.Order;
import dev.firebreak.core.rollout.OrderState;
import dev.firebreak.core.rollout.Outcome;
import dev.firebreak.core.rollout.PackageFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The command scripts under Wine, as Windows XP, Server 2003, 7 and 10, against stand-ins for installers. Wine has no ADODB.Stream, no
 * certutil that hashes and no wusa that installs: a stand-in prints what certutil would, and packages come from a folder.
 */
@Tag("long")
class WineMatrixTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    @TempDir
    static Path temp;

    private static Wine wine;
    private static int media;

    @BeforeAll
    static void begin() throws Exception {
        wine = Wine.begin(temp.resolve("wine"));
    }

    @AfterAll
    static void end() {
        if (wine != null) {
            wine.close();
        }
    }

    private static synchronized Path folder() {
        media++;
        return temp.resolve("medium" + media);
    }

    /** certutil as Windows prints it: the hash in the second line, whatever the exit code says. */
    private static void certutil(String sha256, int code) throws Exception {
        wine.replace(
                "certutil.exe",
                StandIn.printing(
                        "SHA256 hash of file:\r\n" + sha256
                                + "\r\nCertUtil: -hashfile command completed successfully.\r\n",
                        code));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // locale | windows | architecture | language | pack | type | code of the installer | package | exit of
                // START.cmd
                "C           | winxp   | x86   | 0409 | 3 | WinNT    | 0           | xp  | 0",
                "ja_JP.UTF-8 | winxp   | x86   | 0409 | 3 | WinNT    | 3010        | xp  | 10",
                "C           | win2003 | AMD64 | 0409 | 2 | ServerNT | 5           | srv | 1",
                "ja_JP.UTF-8 | win2003 | AMD64 | 0409 | 2 | ServerNT | 0           | srv | 0",
                "C           | win2003 | AMD64 | 0411 | 2 | ServerNT | 0           | -   | 2",
                "C           | win7    | x86   | 0409 | 1 | WinNT    | -2145124329 | 7   | 1",
                "ja_JP.UTF-8 | win7    | x86   | 0411 | 1 | WinNT    | 2359302     | 7   | 0",
                "C           | win7    | AMD64 | 0409 | 1 | WinNT    | 0           | -   | 2",
                "C           | winxp   | x86   | 0409 | 2 | WinNT    | 0           | -   | 2",
                "ja_JP.UTF-8 | winxp   | x86   | 0411 | 3 | WinNT    | 0           | -   | 1",
                "C           | 10.0.14393 | AMD64 | 0409 | 0 | WinNT | 3010        | 10  | 10",
                "ja_JP.UTF-8 | 10.0.14393 | AMD64 | 0411 | 0 | WinNT | 0           | 10  | 0",
                "C           | 10.0.14393 | x86 | 0409 | 0 | WinNT  | 0           | -   | 2",
                "C           | win10   | AMD64 | 0409 | 0 | WinNT    | 0           | -   | 2" // 1903 shipped with the
                // fix
            })
    void the_right_package_is_chosen(
            String locale,
            String windows,
            String architecture,
            String language,
            int pack,
            String type,
            int code,
            String name,
            int exit)
            throws Exception {
        byte[] installer = StandIn.ending(code);
        Path folder = folder();
        new Medium()
                .estate()
                .with(Medium.XP_ENU, 4012598, installer)
                .with(Medium.SERVER_2003_X64_ENU, 4012598, installer)
                .with(Medium.WIN7_X86, 4012215, installer)
                .with(Medium.WIN10_X64, 4013429, installer)
                .write(folder, 30);
        certutil(Medium.sha256(installer), 0);
        wine.replace("wusa.exe", installer);
        wine.be(windows, architecture, language, pack, type);
        Wine.Ended ended = wine.cmd(locale, folder.resolve("START.cmd"));
        String file = switch (name) {
            case "xp" -> Medium.XP_ENU;
            case "srv" -> Medium.SERVER_2003_X64_ENU;
            case "7" -> Medium.WIN7_X86;
            case "10" -> Medium.WIN10_X64;
            default -> "";
        };
        assertThat(ended.code()).as(ended.output()).isEqualTo(exit);
        MediumResults results = MediumResults.read(folder);
        if (file.isEmpty()) {
            assertThat(results.reports()).isEmpty();
            // Where the estate needs a package that the medium lacks it says which; another language is never taken.
            assertThat(ended.output())
                    .contains(
                            exit == 1
                                    ? "KB4012598 for this Windows is not on this medium"
                                    : "nothing for this Windows");
        } else {
            assertThat(results.reports()).singleElement().satisfies(report -> {
                assertThat(report.told().file()).isEqualTo(file);
                assertThat(report.told().outcome()).isEqualTo(Outcome.of(code));
            });
        }
        Path evidence = results.evidence().getFirst();
        assertThat(Files.readString(evidence, java.nio.charset.StandardCharsets.ISO_8859_1))
                .startsWith("firebreak-collect 1")
                .endsWith("end\r\n");
    }

    @Test
    void a_package_that_is_not_what_was_recorded_is_not_run() throws Exception {
        byte[] installer = StandIn.ending(0);
        wine.be("win7", "x86", "0409", 1, "WinNT");
        wine.replace("wusa.exe", installer);
        // certutil prints nothing and returns 0, as Wine's own does: a step that trusts exit codes would go on.
        Map<Outcome.Kind, byte[]> programs = Map.of(
                Outcome.Kind.NOT_CHECKED,
                StandIn.ending(0),
                Outcome.Kind.NOT_GENUINE,
                StandIn.printing("SHA256 hash of file:\r\n" + "0".repeat(64) + "\r\n", 0));
        for (var certutil : programs.entrySet()) {
            wine.replace("certutil.exe", certutil.getValue());
            Path folder = folder();
            new Medium().estate().with(Medium.WIN7_X86, 4012215, installer).write(folder, 30);
            Wine.Ended ended = wine.cmd("C", folder.resolve("START.cmd"));
            assertThat(ended.code()).as(ended.output()).isEqualTo(1);
            assertThat(MediumResults.read(folder)
                            .reports()
                            .getFirst()
                            .told()
                            .outcome()
                            .kind())
                    .isEqualTo(certutil.getKey());
        }
        wine.be("winxp", "x86", "0409", 3, "WinNT");
        Path folder = folder();
        new Medium().estate().with(Medium.XP_ENU, 4012598, installer).write(folder, 30);
        Files.write(folder.resolve("packages").resolve(Medium.XP_ENU), new byte[100]);
        Wine.Ended ended = wine.cmd("C", folder.resolve("START.cmd"));
        assertThat(ended.code()).as(ended.output()).isEqualTo(1);
        assertThat(MediumResults.read(folder)
                        .reports()
                        .getFirst()
                        .told()
                        .outcome()
                        .kind())
                .isEqualTo(Outcome.Kind.NOT_GENUINE);
    }

    @Test
    void an_installer_that_hangs_is_reported_in_time() throws Exception {
        wine.be("winxp", "x86", "0409", 3, "WinNT");
        Path folder = folder();
        new Medium().estate().with(Medium.XP_ENU, 4012598, StandIn.hanging()).write(folder, 3);
        Wine.Ended ended = wine.cmd("C", folder.resolve("START.cmd"));
        assertThat(ended.code()).as(ended.output()).isEqualTo(1);
        assertThat(MediumResults.read(folder)
                        .reports()
                        .getFirst()
                        .told()
                        .outcome()
                        .kind())
                .isEqualTo(Outcome.Kind.TIMED_OUT);
    }

    private static String computer() throws Exception {
        return wine.run("C", Map.of(), "cmd", "/c", "echo", "%COMPUTERNAME%")
                .output()
                .strip();
    }

    private static Path scripts() throws Exception {
        Path folder = Files.createDirectories(folder());
        try (Stream<Path> all = Files.list(ROOT.resolve("scripts"))) {
            for (Path script : all.toList()) {
                Files.writeString(
                        folder.resolve(script.getFileName().toString()),
                        Files.readString(script).replace("\r\n", "\n").replace("\n", "\r\n"));
            }
        }
        return folder;
    }

    @ParameterizedTest
    @CsvSource({"C, 3010, CLAIMED", "ja_JP.UTF-8, 5, FAILED", "C, -2145124329, FAILED", "C, 0, CLAIMED"})
    void the_client_does_what_two_persons_ordered(String locale, int code, OrderState.Kind state) throws Exception {
        wine.be("winxp", "x86", "0409", 3, "WinNT");
        String machine = computer();
        byte[] installer = StandIn.ending(code);
        Path packages = Files.createDirectories(folder());
        // As the share of packages may be: what firebreak mirror export wrote, or the files alone.
        Path exported = Files.createDirectories(packages.resolve("targets"));
        Files.write(
                code == 0
                        ? packages.resolve(Medium.XP_ENU)
                        : exported.resolve(Medium.sha256(installer) + "." + Medium.XP_ENU),
                installer);
        Path scripts = scripts();
        try (Premises premises = Premises.withApi(Files.createDirectories(folder()))) {
            String token = premises.site("Osaka");
            String xp =
                    ("{\"machine\":\"%s\",\"os\":{\"caption\":\"Microsoft Windows XP Professional\",\"version\":\"5.1.2600\",\"servicePack\":3,"
                                    + "\"architecture\":\"x86\",\"language\":\"en-US\"},\"hotfixes\":{\"complete\":true,\"ids\":[\"KB976002\"]}}\n")
                            .formatted(machine);
            var request = HttpRequest.newBuilder(
                            URI.create(premises.web.url() + "/api/v1/machines/" + machine + "/evidence"))
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/x-ndjson")
                    .POST(HttpRequest.BodyPublishers.ofString(xp))
                    .build();
            try (HttpClient client = HttpClient.newHttpClient()) {
                assertThat(client.send(request, HttpResponse.BodyHandlers.ofString())
                                .statusCode())
                        .isEqualTo(201);
            }
            premises.packages.set(List.of(
                    new PackageFile(new Kb(4012598), Medium.XP_ENU, installer.length, Medium.sha256(installer))));
            OrderService orders = premises.orders();
            OrderService.Proposal proposal =
                    orders.install("MS17-010", "KB4012598-5.1.2600-client-x86-ENU", null, "account:aya");
            assertThat(proposal.kept()).isEqualTo(1);
            Files.writeString(scripts.resolve("firebreak.token"), token);

            Wine.Ended early = client(locale, scripts, premises, packages);
            assertThat(early.output()).contains("nothing to do");
            assertThat(orders.approve(String.valueOf(proposal.batch()), "account:ken"))
                    .isEqualTo(OrderService.Approval.DONE);
            Wine.Ended ended = client(locale, scripts, premises, packages);
            Order order = premises.newest().getFirst();
            assertThat(order.state().kind()).as(ended.output()).isEqualTo(state);
            assertThat(ended.output()).contains("KB4012598: exit " + code);
            assertThat(ended.code()).isEqualTo(code == 3010 ? 10 : code == 0 ? 0 : 1);
            assertThat(premises.fleet.line(machine).orElseThrow().build())
                    .as("fresh evidence came with it")
                    .isEqualTo("5.1.2600");
            // A claim is not done again; fresh evidence of it is wanted until that decides.
            assertThat(client(locale, scripts, premises, packages).output())
                    .contains(state == OrderState.Kind.CLAIMED ? "collecting evidence" : "nothing to do")
                    .doesNotContain("exit ");
        }
    }

    private static Wine.Ended client(String locale, Path scripts, Premises premises, Path packages) throws Exception {
        return wine.cmd(locale, scripts.resolve("client.cmd"), premises.web.url(), Wine.path(packages), "/plain");
    }

    @Test
    void a_mitigation_is_applied_recorded_checked_and_undone() throws Exception {
        wine.be("win7", "AMD64", "0409", 1, "WinNT");
        Path script = scripts().resolve("mitigate.cmd");
        String key = "HKLM\\SYSTEM\\CurrentControlSet\\Services\\LanmanServer\\Parameters";
        wine.run("C", Map.of(), "reg", "add", key, "/v", "SMB1", "/t", "REG_DWORD", "/d", "1", "/f");
        assertThat(wine.cmd("C", script, "check", "smb1-server-off").output()).contains("check=absent");
        Wine.Ended undoneTooEarly = wine.cmd("C", script, "undo", "smb1-server-off");
        assertThat(undoneTooEarly.code()).as(undoneTooEarly.output()).isEqualTo(4);
        for (int i = 0; i < 2; i++) {
            Wine.Ended applied = wine.cmd("C", script, "apply", "smb1-server-off");
            assertThat(applied.output()).contains("exit=3010 check=in-place");
            assertThat(applied.code()).isZero();
        }
        assertThat(wine.run("C", Map.of(), "reg", "query", key, "/v", "SMB1").output())
                .contains("0x0");
        Wine.Ended undone = wine.cmd("C", script, "undo", "smb1-server-off");
        assertThat(undone.output()).contains("exit=3010 check=absent");
        assertThat(wine.run("C", Map.of(), "reg", "query", key, "/v", "SMB1").output())
                .as("what was before, though it was applied twice")
                .contains("0x1");

        wine.run("C", Map.of(), "reg", "delete", key, "/v", "SMB1", "/f");
        wine.cmd("C", script, "apply", "smb1-server-off");
        wine.cmd("C", script, "undo", "smb1-server-off");
        assertThat(wine.run("C", Map.of(), "reg", "query", key, "/v", "SMB1").code())
                .as("there was none before")
                .isNotZero();

        // Somebody else wrote into the record: nothing of it is run.
        wine.cmd("C", script, "apply", "smb1-server-off");
        Path before = wine.driveC().resolve("ProgramData/Firebreak/before/smb1-server-off.txt");
        Files.writeString(before, "0=0x1\" & echo owned> c:\\owned.txt & rem \"\r\n");
        assertThat(wine.cmd("C", script, "undo", "smb1-server-off").code()).isEqualTo(4);
        assertThat(wine.driveC().resolve("owned.txt")).doesNotExist();

        assertThat(wine.cmd("C", script, "apply", "format-c").code()).isEqualTo(2);
        assertThat(wine.cmd("C", script, "destroy", "smb1-server-off").code()).isEqualTo(2);
        wine.be("winxp", "x86", "0409", 3, "WinNT");
        assertThat(wine.cmd("C", script, "apply", "smb1-server-off").code())
                .as("XP speaks nothing else")
                .isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"C, winxp", "ja_JP.UTF-8, win2003", "C, win7", "ja_JP.UTF-8, win10"})
    void the_other_scripts_run(String locale, String windows) throws Exception {
        wine.be(windows, "AMD64", "0409", 1, "WinNT");
        Path scripts = scripts();
        Wine.Ended collected = wine.cmd(locale, scripts.resolve("collect.cmd"));
        assertThat(collected.output()).startsWith("firebreak-collect 1").endsWith("end\r\n");
        String version = switch (windows) {
            case "winxp" -> "version=5.1.2600";
            case "win2003" -> "version=5.2.3790";
            case "win7" -> "version=6.1.7601";
            default -> "version=10.0.";
        };
        assertThat(collected.output()).contains(version);

        assertThat(wine.cmd(locale, scripts.resolve("checkin.cmd")).code()).isEqualTo(2);
        assertThat(wine.cmd(locale, scripts.resolve("checkin.cmd"), "http://127.0.0.1:1")
                        .code())
                .isEqualTo(2);
        Path drop = Files.createDirectories(folder());
        Wine.Ended sent = wine.cmd(locale, scripts.resolve("checkin.cmd"), "https://127.0.0.1:1", Wine.path(drop));
        assertThat(sent.code()).as(sent.output()).isZero();
        try (Stream<Path> dropped = Files.list(drop)) {
            assertThat(dropped).singleElement().asString().endsWith("_firebreak.txt");
        }
        Files.writeString(
                scripts.resolve("firebreak.cmd"),
                Files.readString(ROOT.resolve("firebreak.cmd"))
                        .replace("\r\n", "\n")
                        .replace("\n", "\r\n"));
        Wine.Ended product = wine.cmd(locale, scripts.resolve("firebreak.cmd"), "--version");
        assertThat(product.output().toLowerCase(Locale.ROOT))
                .as("no Java in this Windows: it says so")
                .contains("java");
        assertThat(product.code()).isNotZero();
    }
}
