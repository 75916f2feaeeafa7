package dev.firebreak.app.collect.network;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.fleet.ExpectedMachine;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Source;
import java.nio.charset.Charset;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Machines that there should be, as directories and WSUS export them. */
class ExpectedReaderTest {

    private static final Source FILE = Source.of("expected");

    private static Read<ExpectedMachine> read(byte[] content) {
        return ExpectedReader.read(FILE, content, ZoneId.of("Asia/Tokyo"));
    }

    private static final String AD = """
            #TYPE Microsoft.ActiveDirectory.Management.ADComputer
            "DistinguishedName","DNSHostName","Enabled","LastLogonDate","Name","OperatingSystem","OperatingSystemVersion","Description"
            "CN=PC7,OU=本社,DC=example,DC=org","pc7.example.org","True","2017/05/10 9:12:10","PC7","Windows 7 Professional","6.1 (7601)","経理, 2 階"
            "CN=OLD1,OU=本社,DC=example,DC=org","","False","","OLD1","Windows XP Professional","5.1 (2600)",""
            """;

    @Test
    void active_directory_csv_in_encodings_of_windows() {
        byte[][] written = {
            AD.getBytes(UTF_8),
            ("\uFEFF" + AD).getBytes(UTF_8),
            ("\uFEFF" + AD).getBytes(UTF_16LE),
            AD.getBytes(Charset.forName("windows-31j")),
            AD.replace("\",\"", "\";\"").getBytes(UTF_8)
        };
        for (byte[] content : written) {
            Read<ExpectedMachine> read = read(content);
            assertThat(read.problems()).isEmpty();
            assertThat(read.items())
                    .containsExactly(
                            new ExpectedMachine(
                                    "PC7",
                                    "pc7.example.org",
                                    "Windows 7 Professional 6.1 (7601)",
                                    Instant.parse("2017-05-10T00:12:10Z"),
                                    true,
                                    FILE.at(3)),
                            new ExpectedMachine(
                                    "OLD1", null, "Windows XP Professional 5.1 (2600)", null, false, FILE.at(4)));
        }
    }

    @Test
    void active_directory_json() {
        String one = """
                {"Name":"PC7","DNSHostName":"pc7.example.org","OperatingSystem":"Windows 7 Professional","OperatingSystemVersion":"6.1 (7601)","LastLogonDate":"\\/Date(1494375130000)\\/","Enabled":true}
                """;
        var expected = new ExpectedMachine(
                "PC7",
                "pc7.example.org",
                "Windows 7 Professional 6.1 (7601)",
                Instant.parse("2017-05-10T00:12:10Z"),
                true,
                FILE);
        assertThat(read(one.getBytes(UTF_8)).items()).containsExactly(expected);
        String newer = one.replace("\\/Date(1494375130000)\\/", "2017-05-10T09:12:10.0000000+09:00");
        assertThat(read(("[" + newer + "," + "{\"Name\":null}" + "]").getBytes(UTF_8))
                        .items())
                .containsExactly(expected);
        assertThat(read("[{\"Name\":\"PC7\"".getBytes(UTF_8)).problems()).hasSize(1);
    }

    @Test
    void csvde_and_wsus() {
        assertThat(read("""
                DN,objectClass,cn,userAccountControl,lastLogonTimestamp,dNSHostName,operatingSystem
                "CN=PC7,DC=example,DC=org",computer,PC7,4098,131388487300000000,pc7.example.org,Windows 7 Professional
                """.getBytes(UTF_8)).items()).singleElement().satisfies(machine -> {
            assertThat(machine.enabled()).isFalse();
            assertThat(machine.lastLogon()).isEqualTo("2017-05-10T00:12:10Z");
        });
        assertThat(read("""
                "FullDomainName","IPAddress","LastSyncTime","OSDescription"
                "pc7.example.org","10.1.2.3","2017/05/10 9:12:10","Windows 7 Professional"
                "pc8","10.1.2.4","2017/05/10 9:12:10","Windows 7 Professional"
                """.getBytes(UTF_8)).items())
                .extracting(ExpectedMachine::key)
                .containsExactly("PC7.EXAMPLE.ORG", "PC8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PC7\nPC8\n",
                "\uFEFFPC7\r\n\r\n# old ones\r\nPC8\r\n",
                "Name\nPC7\nPC8\n",
                "コンピューター名\nPC7\nPC8\n",
                "PC7$\nPC8$\n",
                "\"CN=PC7,CN=Computers,DC=example,DC=org\"\n\"CN=PC8,CN=Computers,DC=example,DC=org\"\n",
                "\\\\PC7               reception\n\\\\PC8\n",
                "[\"PC7\",\"PC8\"]"
            })
    void plain_lists(String text) {
        assertThat(read(text.getBytes(UTF_8)).items())
                .extracting(ExpectedMachine::name)
                .containsExactly("PC7", "PC8");
    }

    /** Leaving it out would make the count of those that reported look better than it is. */
    @Test
    void a_damaged_row_still_names_its_machine() {
        Read<ExpectedMachine> read =
                read("Name,Enabled,LastLogonDate\nPC7,False\nPC8,True,2017/05/10 9:00:00\n,True,\n".getBytes(UTF_8));
        assertThat(read.items()).extracting(ExpectedMachine::name).containsExactly("PC7", "PC8");
        assertThat(read.items().getFirst().enabled()).isNull();
        assertThat(read.problems()).hasSize(2);
    }

    @Test
    void random_input_never_throws() {
        var random = new Random(5);
        byte[] whole = AD.getBytes(UTF_8);
        for (int i = 0; i < 300; i++) {
            byte[] damaged = java.util.Arrays.copyOf(whole, random.nextInt(whole.length));
            for (int j = 0; j < 6 && damaged.length > 0; j++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            assertThat(read(damaged).items()).hasSizeLessThan(8);
        }
    }
}
