package dev.firebreak.core.exposure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Platform;
import dev.firebreak.core.advisory.Product;
import dev.firebreak.core.exposure.PartPresence.Observation;
import dev.firebreak.core.exposure.PartPresence.Presence;
import dev.firebreak.core.inventory.Evidence.ComponentObserved;
import dev.firebreak.core.inventory.Source;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a part is there: what ships is, what nothing tells of may be, absent is only what evidence says is not there. */
class PartPresenceTest {

    private static final String DOT_NET = "Microsoft .NET Framework ";

    @ParameterizedTest(name = "{0} on {1}: told {2}, list of {3}, updates for {4}")
    @CsvSource(delimiter = '|', textBlock = """
        # part              | kernel     | told   | installers | updates for | is
        # ships
        3.5 AND 4.8.1       | 10.0.26100 |        |            |             | PRESENT
        3.5 AND 4.8.1       | 10.0.26100 |        |            |             | PRESENT
        3.5 AND 4.8         | 10.0.19045 |        |            |             | PRESENT
        # a newer one may have been installed: that nothing lists it proves nothing
        3.5 AND 4.8.1       | 10.0.19045 |        |            |             | POSSIBLE
        3.5 AND 4.8.1       | 10.0.19045 |        | 5011048    |             | PRESENT
        3.5 AND 4.8         | 10.0.19045 |        | 5011048    |             | ABSENT
        3.5 AND 4.8         | 10.0.17763 |        | 4486153    |             | PRESENT
        3.5 AND 4.7.2       | 10.0.17763 |        | 4486153    |             | ABSENT
        # an update for it shows it
        3.5 AND 4.8.1       | 10.0.19045 |        |            | 4.8.1       | PRESENT
        3.5 AND 4.8         | 10.0.19045 |        |            | 4.8.1       | ABSENT
        # an update for several shows one of them
        3.5 AND 4.8         | 10.0.19045 |        |            | 4.8/4.8.1   | PRESENT
        3.5 AND 4.8.1       | 10.0.19045 |        |            | 4.8/4.8.1   | POSSIBLE
        4.6.2/4.7/4.7.1/4.7.2 | 6.1.7601 |        |            | 4.6.2/4.7/4.7.1/4.7.2 | PRESENT
        4.6.2               | 6.1.7601   |        |            | 4.6.2/4.7/4.7.1/4.7.2 | POSSIBLE
        4.5.2               | 6.1.7601   |        |            | 4.6.2/4.7/4.7.1/4.7.2 | ABSENT
        # Windows 7 ships none, and no list tells of its installers
        4.8                 | 6.1.7601   |        |            | 4.6.2/4.7/4.7.1/4.7.2 | POSSIBLE
        4.8                 | 6.1.7601   |        |            |             | POSSIBLE
        4.5.2               | 6.1.7601   |        |            |             | POSSIBLE
        # what the machine told decides
        3.5 AND 4.8.1       | 10.0.19045 | 4.8.1  |            |             | PRESENT
        3.5 AND 4.8         | 10.0.19045 | 4.8.1  |            |             | ABSENT
        3.5 AND 4.8.1       | 10.0.19045 | 4.8    |            |             | ABSENT
        4.8                 | 6.1.7601   | 4.7.2  |            |             | ABSENT
        4.6.2/4.7/4.7.1/4.7.2 | 6.1.7601 | 4.7.2  |            |             | PRESENT
        4.8                 | 6.1.7601   | none   |            |             | ABSENT
        # not against an update that is listed
        3.5 AND 4.8.1       | 10.0.19045 | 4.8    |            | 4.8.1       | POSSIBLE
        4.8                 | 6.1.7601   | none   |            | 4.8         | POSSIBLE
        # two answers, no answer
        3.5 AND 4.8.1       | 10.0.19045 | 4.8 4.8.1 |          |             | POSSIBLE
        3.5 AND 4.8         | 10.0.19045 | 4.8 4.8.1 |          |             | POSSIBLE
        3.5 AND 4.8         | 10.0.19045 | 4.8 none  |          |             | POSSIBLE
        # a build is no version: it is there, in a version nobody told
        3.5 AND 4.8         | 10.0.19045 | 4.8.04084 |          |             | PRESENT
        3.5 AND 4.8.1       | 10.0.19045 | 4.8.04084 |          |             | POSSIBLE
        """)
    void dot_net_framework_4(
            String part,
            String nt,
            @Nullable String told,
            @Nullable String installers,
            @Nullable String updates,
            Presence is) {
        assertThat(presence(".NET Framework 4", nt, told, installers, updates == null ? null : DOT_NET + updates)
                        .of(WindowsPart.of(DOT_NET + part)))
                .isEqualTo(is);
    }

    @ParameterizedTest(name = "Internet Explorer {0} on {1}: told {2}, list of {3}, updates for {4}")
    @CsvSource(delimiter = '|', textBlock = """
        # version | kernel   | told             | installers | updates for | is
        8         | 6.1.7601 |                  |            |             | PRESENT
        11        | 6.1.7601 |                  |            |             | POSSIBLE
        11        | 6.1.7601 |                  | 2841134    |             | PRESENT
        8         | 6.1.7601 |                  | 2841134    |             | ABSENT
        9         | 6.1.7601 |                  | 982861 2841134 |         | ABSENT
        11        | 6.1.7601 |                  |            | 11          | PRESENT
        8         | 6.1.7601 |                  |            | 11          | ABSENT
        11        | 6.1.7601 | 11.0.9600.19301  |            |             | PRESENT
        8         | 6.1.7601 | 11.0.9600.19301  |            |             | ABSENT
        8         | 6.1.7601 | 8.0.7601.17514   |            |             | PRESENT
        11        | 6.3.9600 |                  |            |             | PRESENT
        8         | 5.1.2600 |                  |            |             | POSSIBLE
        6         | 5.1.2600 |                  |            |             | PRESENT
        """)
    void internet_explorer(
            String version,
            String nt,
            @Nullable String told,
            @Nullable String installers,
            @Nullable String updates,
            Presence is) {
        assertThat(presence(
                                "Internet Explorer",
                                nt,
                                told,
                                installers,
                                updates == null ? null : "Internet Explorer " + updates)
                        .of(WindowsPart.of("Windows Internet Explorer " + version)))
                .isEqualTo(is);
    }

    @ParameterizedTest(name = "{0} on {1}: told {2}, list of {3}, updates for {4}")
    @CsvSource(delimiter = '|', textBlock = """
        # part                         | kernel     | told | installers | updates for        | is
        Adobe Flash Player             | 10.0.17763 |      |            |                    | PRESENT
        Adobe Flash Player             | 10.0.17763 |      | 4577586    |                    | ABSENT
        Adobe Flash Player             | 10.0.17763 | no   |            |                    | ABSENT
        Adobe Flash Player             | 10.0.17763 | no   |            | Adobe Flash Player | POSSIBLE
        Adobe Flash Player             | 10.0.22000 |      |            |                    | POSSIBLE
        Adobe Flash Player             | 10.0.22000 |      |            | Adobe Flash Player | PRESENT
        # nothing tells of a program that nobody knows
        Contoso Teapot 3               | 10.0.22000 |      |            |                    | POSSIBLE
        Contoso Teapot 3               | 10.0.22000 |      |            | Contoso Teapot 3   | PRESENT
        Contoso Teapot 3               | 10.0.22000 |      |            | Contoso Kettle     | POSSIBLE
        Contoso Teapot 3               | 10.0.22000 | no   |            |                    | ABSENT
        """)
    void others(
            String part,
            String nt,
            @Nullable String told,
            @Nullable String installers,
            @Nullable String updates,
            Presence is) {
        assertThat(presence(part, nt, told == null ? null : "none", installers, updates)
                        .of(WindowsPart.of(part)))
                .isEqualTo(is);
    }

    private static PartPresence presence(
            String component, String nt, @Nullable String told, @Nullable String installers, @Nullable String updates) {
        Product product = ShippedPartsTest.product(nt, Platform.CLIENT);
        List<Observation> observations = told == null
                ? List.of()
                : Arrays.stream(told.split(" "))
                        .map(version -> PatchState.observation(new ComponentObserved(
                                component,
                                version.equals("none") ? null : version,
                                !version.equals("none"),
                                Source.of("PC.txt"))))
                        .toList();
        int[] kbs = installers == null
                ? new int[0]
                : Arrays.stream(installers.split(" "))
                        .mapToInt(Integer::parseInt)
                        .toArray();
        return new PartPresence(
                product,
                Architecture.X64,
                LocalDate.of(2020, 6, 1),
                observations,
                kbs,
                updates == null ? List.of() : List.of(WindowsPart.of(updates)),
                Integer.MIN_VALUE);
    }
}
