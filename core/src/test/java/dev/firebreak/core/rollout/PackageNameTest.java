package dev.firebreak.core.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.Platform;
import dev.firebreak.core.rollout.NeededPackage.Step;
import dev.firebreak.core.rollout.NeededPackage.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What names of packages say, and which machine they fit. */
class PackageNameTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "windowsxp-kb4012598-x86-custom-enu_eceb7d5023bbb23c0dc633e46b9c2f14fa6ee9dd.exe, 5, 1, 4012598, x86, ENU, false, EXE",
                "WindowsXP-KB4012598-x86-Custom-ENU.exe, 5, 1, 4012598, x86, ENU, false, EXE",
                "windowsxp-kb4012598-x86-embedded-custom-enu_8f2c266f83a7e1b100ddb9acd4a6a3ab5ecd4059.exe, 5, 1, 4012598, x86, ENU, true, EXE",
                "WindowsServer2003-KB4012598-x64-custom-DEU.exe, 5, 2, 4012598, x64, DEU, false, EXE",
                "windows6.0-kb4012598-x64_6a186ba2b2b98b2144b50f88baf33a5fa53b5d76.msu, 6, 0, 4012598, x64, -, false, MSU",
                "windows6.1-kb4012215-x86_e5918381cef63f171a74418f12143dabe5561a66.msu, 6, 1, 4012215, x86, -, false, MSU",
                "windows8-rt-kb4012598-x86_a0f1c953a24dd042acc540c59b339f55fb18f594.msu, 6, 2, 4012598, x86, -, false, MSU",
                "windows8.1-kb4012216-x64_cd5e0a62e602176f0078778548796e2d47cfa15b.msu, 6, 3, 4012216, x64, -, false, MSU",
                "windows10.0-kb4013429-x64_delta.cab, -1, 0, 0, -, -, false, CAB",
                "windows10.0-kb4013429-x64_ddc8596f88577ab739cade1d365956a74598e710.msu, 10, 0, 4013429, x64, -, false, MSU"
            })
    void a_file_name_gives_machine_and_question(
            String file,
            int major,
            int minor,
            int kb,
            String architecture,
            String language,
            boolean embedded,
            Installer installer) {
        var name = PackageName.parse(file);
        if (major < 0) {
            assertThat(name).isEmpty();
            return;
        }
        assertThat(name.orElseThrow().windows()).isEqualTo(new PackageName.Branch(major, minor));
        assertThat(name.orElseThrow().kb()).isEqualTo(new Kb(kb));
        assertThat(name.orElseThrow().architecture().id()).isEqualTo(architecture);
        assertThat(name.orElseThrow().language()).isEqualTo(language);
        assertThat(name.orElseThrow().embedded()).isEqualTo(embedded);
        assertThat(name.orElseThrow().installer()).isEqualTo(installer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "KB4012598.exe",
                "windowsxp-x86-enu.exe",
                "windowsxp-kb4012598-enu.exe",
                "../windowsxp-kb4012598-x86-enu.exe",
                "windowsxp-kb4012598-x86-enu.exe.scr",
                "windowsxp-kb4012598-x86-enu.psf",
                "windowsxp-kb4012598-x86-enu.exe&calc.exe",
                "linux-kb4012598-x86-enu.exe",
                "windowsxp-kb4012598-x86-enu.exe ",
                "windowsxp-kb4012598-x86;enu.exe"
            })
    void a_name_that_does_not_say_all_says_nothing(String file) {
        assertThat(PackageName.parse(file)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // file, build, platform, architecture, language, fits
                "WindowsXP-KB4012598-x86-Custom-ENU.exe,          5.1.2600, CLIENT,   x86, ENU, true",
                "WindowsXP-KB4012598-x86-Custom-ENU.exe,          5.1.2600, CLIENT,   x86, JPN, false",
                "WindowsXP-KB4012598-x86-Custom-ENU.exe,          5.1.2600, CLIENT,   x86, -,   false",
                "WindowsXP-KB4012598-x86-Custom-ENU.exe,          5.1.2600, CLIENT,   -,   ENU, false",
                "WindowsXP-KB4012598-x86-Custom-ENU.exe,          5.1.2600, EMBEDDED, x86, ENU, false",
                "WindowsXP-KB4012598-x86-Embedded-Custom-ENU.exe, 5.1.2600, EMBEDDED, x86, ENU, true",
                "WindowsXP-KB4012598-x86-Embedded-Custom-ENU.exe, 5.1.2600, CLIENT,   x86, ENU, false",
                "WindowsServer2003-KB4012598-x86-custom-ENU.exe,  5.1.2600, CLIENT,   x86, ENU, false",
                "WindowsServer2003-KB4012598-x64-custom-ENU.exe,  5.2.3790, SERVER,   x64, ENU, true",
                "WindowsServer2003-KB4012598-x64-custom-ENU.exe,  5.2.3790, CLIENT,   x64, ENU, true", // XP x64
                "WindowsServer2003-KB4012598-x64-custom-ENU.exe,  5.2.3790, SERVER,   x86, ENU, false",
                "windows6.0-kb4012598-x86.msu,                    6.0.6002, CLIENT,   x86, -,   true",
                "windows6.0-kb4012598-x86.msu,                    6.1.7601, CLIENT,   x86, -,   false",
                "windows6.0-kb4012598-x64.msu,                    6.0.6002, CLIENT,   x86, -,   false",
                "windows6.0-kb4012215-x86.msu,                    6.0.6002, CLIENT,   x86, -,   false"
            })
    void a_package_fits(
            String file, String build, Platform platform, String architecture, String language, boolean fits) {
        var target = new Target(
                Build.of(build),
                0,
                platform,
                "Windows",
                architecture == null ? null : Architecture.ofId(architecture).orElseThrow(),
                language);
        var needed = new NeededPackage(new Kb(4012598), Step.FIX, target, null, null, null, null, null);
        assertThat(PackageName.parse(file).orElseThrow().fits(needed)).isEqualTo(fits);
    }
}
