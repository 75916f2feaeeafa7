package dev.firebreak.app.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.assess.Verdict;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose a row is: the machine's that it names, whatever the file is called, and nobody's where that is not told. */
class RowOwnersTest {

    private static Stream<String> columns() {
        return Stream.of(
                "ComputerName",
                "Computer",
                "Hostname",
                "Host",
                "Server",
                "SystemName",
                "DeviceName",
                "MachineName",
                "PSComputerName",
                "CSName",
                "__SERVER",
                "Node",
                "Source",
                "Computer Name",
                "HOST_NAME");
    }

    /** PC1's row first and PC2's row with the fix, in every way of writing. */
    private static Stream<Arguments> fleets() {
        return columns()
                .flatMap(column -> Stream.of(
                        Arguments.of("a.csv", column + ",HotFixID\nPC1,KB2999226\nPC2,KB4012212\n"),
                        Arguments.of("a.csv", "HotFixID;" + column + "\nKB2999226;PC1\nKB4012212;PC2\n"),
                        Arguments.of(
                                "a.json",
                                "[{\"%1$s\":\"PC1\",\"HotFixID\":\"KB2999226\"},{\"%1$s\":\"PC2\",\"HotFixID\":\"KB4012212\"}]"
                                        .formatted(column)),
                        Arguments.of(
                                "a.xml",
                                ("<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">"
                                                + "<Obj RefId=\"0\"><MS><S N=\"%1$s\">PC2</S><S N=\"HotFixID\">KB4012212</S></MS></Obj>"
                                                + "<Obj RefId=\"1\"><MS><S N=\"%1$s\">PC1</S><S N=\"HotFixID\">KB2999226</S></MS></Obj></Objs>")
                                        .formatted(column)),
                        Arguments.of(
                                "a.txt",
                                "\n%1$s : PC1\nHotFixID : KB2999226\n\n%1$s : PC2\nHotFixID : KB4012212\n\n\n"
                                        .formatted(column)),
                        Arguments.of(
                                "a.txt",
                                "\nHotFixID  %1$s\n--------  %2$s\nKB2999226 PC1\nKB4012212 PC2\n\n\n"
                                        .formatted(column, "-".repeat(column.length())))));
    }

    @ParameterizedTest
    @MethodSource("fleets")
    void each_row_is_of_the_machine_that_it_names(String file, String text, @TempDir Path folder) throws Exception {
        assertThat(OneMachine.inFolder(folder, file, text).verdicts())
                .as(text)
                .containsOnlyKeys("PC1", "PC2")
                .containsEntry("PC1", Verdict.Kind.VULNERABLE)
                .containsEntry("PC2", Verdict.Kind.UNKNOWN);
        assertThat(OneMachine.onServer(file, text).verdicts())
                .as("server: %s", text)
                .containsEntry("PC1", Verdict.Kind.VULNERABLE);
    }

    /** Rows that name nobody, or something else, beside others: the file is called PC1, and they are not PC1's for it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ComputerName,HotFixID\nPC2,KB2999226\n,KB4012212\n",
                "ComputerName,HotFixID\nPC2,KB2999226\nPC3,KB2999226\n,KB4012212\n",
                "ComputerName,HotFixID\nPC1,KB2999226\n,KB4012212\n",
                "ComputerName,HotFixID\n,KB4012212\nPC1,KB2999226\n",
                "ComputerName,HotFixID\nPC2,KB2999226\nlocalhost,KB4012212\n",
                "ComputerName,HotFixID\nPC2,KB2999226\n.,KB4012212\n",
                "ComputerName,HotFixID\nPC2,KB2999226\n127.0.0.1,KB4012212\n",
                "ComputerName,HotFixID\nPC2,KB2999226\nN/A,KB4012212\n",
                "ComputerName,HotFixID\nall machines,KB4012212\n",
                "ComputerName,HotFixID\n\"PC1,PC2\",KB4012212\n",
                "ComputerName,Server,HotFixID\nPC1,PC2,KB4012212\n",
                "PSComputerName,ComputerName,HotFixID\nPC1,PC2,KB4012212\n",
                "CSName,ComputerName,HotFixID\nPC2,PC1,KB4012212\n",
                "CSName,__SERVER,HotFixID\nPC2,PC1,KB4012212\n",
                "\nCSName : PC2\nHotFixID : KB2999226\n\nHotFixID : KB4012212\n\n\n",
            })
    void a_row_that_does_not_say_whose_it_is_is_nobodys(String text, @TempDir Path folder) throws Exception {
        for (String file : new String[] {"a.csv", "a.txt"}) {
            assertThat(OneMachine.inFolder(folder.resolve(file), file, text).verdicts())
                    .as(text)
                    .containsEntry("PC1", Verdict.Kind.UNKNOWN)
                    .doesNotContainValue(Verdict.Kind.FIXED);
            assertThat(OneMachine.onServer(file, text).verdicts())
                    .as("server: %s", text)
                    .containsEntry("PC1", Verdict.Kind.UNKNOWN)
                    .doesNotContainValue(Verdict.Kind.FIXED);
        }
    }

    @Test
    void json_rows_without_a_name_beside_several_machines_are_nobodys(@TempDir Path folder) throws Exception {
        String text =
                "[{\"CsName\":\"PC2\",\"OsVersion\":\"6.1.7601\"},{\"CsName\":\"PC3\",\"OsVersion\":\"6.1.7601\"},"
                        + "{\"HotFixID\":\"KB4012212\"}]";
        OneMachine.Told told = OneMachine.inFolder(folder, "a.json", text);
        assertThat(told.verdicts()).containsOnlyKeys("PC1", "PC2", "PC3").doesNotContainValue(Verdict.Kind.FIXED);
        assertThat(told.problems()).anyMatch(c -> c.what().en().contains("count for no machine"));
    }

    @Test
    void a_table_without_names_below_several_answers_is_nobodys(@TempDir Path folder) throws Exception {
        String other = OneMachine.SYSTEMINFO.replace("PC1", "PC2").replace("00524", "00525");
        for (String text : new String[] {
            OneMachine.SYSTEMINFO + other + "\nHotFixID\nKB4012212\n",
            OneMachine.SYSTEMINFO + "\nHotFixID\nKB4012212\n" + other,
            "HotFixID\nKB4012212\n" + OneMachine.SYSTEMINFO + other
        }) {
            OneMachine.Told told = OneMachine.inFolder(folder, "a.txt", text);
            assertThat(told.verdicts()).as(text).containsOnlyKeys("PC1", "PC2").doesNotContainValue(Verdict.Kind.FIXED);
        }
    }

    /** One after the other in one file, from a share that every machine wrote to: only what all hold is surely this one's. */
    @Test
    void several_lists_without_a_name_count_for_what_all_hold(@TempDir Path folder) throws Exception {
        String first = "HotFixID\nKB2999226\nKB4012212\n\n";
        assertThat(OneMachine.inFolder(folder.resolve("1"), "a.txt", first + "HotFixID\nKB2999226\n\n")
                        .verdicts())
                .containsOnlyKeys("PC1")
                .containsValue(Verdict.Kind.UNKNOWN);
        assertThat(OneMachine.inFolder(folder.resolve("2"), "a.txt", first + first)
                        .verdicts())
                .containsOnlyKeys("PC1")
                .containsValue(Verdict.Kind.FIXED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PSComputerName,Source,CSName,HotFixID | pc1.corp.example,PC1,PC1,KB4012212
            PSComputerName,CSName,HotFixID        | localhost,PC1,KB4012212
            PSComputerName,CSName,HotFixID        | 192.0.2.10,PC1,KB4012212
            Node,CSName,HotFixID                  | fileserver,PC1,KB4012212
            Source,ComputerName,HotFixID          | WMI,PC1,KB4012212
            Server,HotFixID                       | \\\\PC1,KB4012212
            ComputerName,HotFixID                 | localhost,KB4012212
            ComputerName,HotFixID                 | .,KB4012212
            ComputerName,PSComputerName,HotFixID  | PC1,pc1.corp.example,KB4012212
            """)
    void names_that_are_one_machine(String heading, String row, @TempDir Path folder) throws Exception {
        String text = heading + "\n" + row + "\n";
        assertThat(OneMachine.inFolder(folder, "a.csv", text).verdicts())
                .containsOnlyKeys("PC1")
                .containsValue(Verdict.Kind.FIXED);
        assertThat(OneMachine.onServer("a.csv", text).verdicts()).containsEntry("PC1", Verdict.Kind.FIXED);
    }
}
