package dev.firebreak.app.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** START.cmd under Wine: two cases that fit into every check. The others are in {@link WineMatrixTest}. */
class WineTest {

    @TempDir
    static Path temp;

    private static Wine wine;

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

    private static Path medium(String name) throws Exception {
        Path folder = temp.resolve(name);
        new Medium()
                .estate()
                .with(Medium.XP_ENU, 4012598, StandIn.ending(3010))
                .with(Medium.SERVER_2003_X64_ENU, 4012598, StandIn.ending(0))
                .write(folder, 20);
        // Collecting takes its time under Wine; the long tests run it.
        Files.writeString(folder.resolve("collect.cmd"), "@echo collected\r\n");
        return folder;
    }

    @Test
    void xp_in_english_gets_its_package_and_the_restart_is_told() throws Exception {
        Path folder = medium("xp");
        wine.be("winxp", "x86", "0409", 3, "WinNT");
        Wine.Ended ended = wine.cmd("C", folder.resolve("START.cmd"));
        assertThat(ended.output())
                .contains("Windows 5.1.2600 SP3 x86 client 0409")
                .contains("KB4012598: " + Medium.XP_ENU)
                .contains("Restart this machine")
                .doesNotContain("windowsserver2003");
        assertThat(ended.code()).isEqualTo(10);
        MediumResults results = MediumResults.read(folder);
        assertThat(results.reports()).singleElement().satisfies(report -> {
            assertThat(report.told().outcome().code()).isEqualTo(3010);
            assertThat(report.told().file()).isEqualTo(Medium.XP_ENU);
            assertThat(report.told().medium()).isEqualTo("0123456789abcdef");
        });
        assertThat(results.evidence()).singleElement().asString().endsWith("_firebreak.txt");
    }

    @Test
    void xp_in_japanese_is_named_as_lacking_its_package() throws Exception {
        Path folder = medium("xpja");
        wine.be("winxp", "x86", "0411", 3, "WinNT");
        Wine.Ended ended = wine.cmd("ja_JP.UTF-8", folder.resolve("START.cmd"));
        assertThat(ended.output())
                .contains("KB4012598 for this Windows is not on this medium. Look for it here: "
                        + "https://www.catalog.update.microsoft.com/Search.aspx?q=KB4012598")
                .contains("何も適用していません")
                .doesNotContain(Medium.XP_ENU);
        assertThat(ended.code()).isEqualTo(1);
        assertThat(MediumResults.read(folder).reports()).isEmpty();
    }
}
