package dev.firebreak.app.collect.network;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.fleet.AddressLease;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Source;
import java.nio.charset.Charset;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Leases as the DHCP servers of three makers write them. */
class LeaseReaderTest {

    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    private static final Source FILE = Source.of("leases");

    private static final String ISC = """
            # The format of this file is documented in the dhcpd.leases(5) manual page.
            # This lease file was written by isc-dhcp-4.4.3-P1

            authoring-byte-order little-endian;
            server-duid "\\000\\001\\000\\001{;#";

            failover peer "dhcp" state {
              my state normal at 5 2017/05/12 00:00:00;
            }
            lease 10.1.2.3 {
              starts 5 2017/05/12 08:12:10;
              ends 5 2017/05/12 20:12:10;
              cltt 5 2017/05/12 08:12:10;
              binding state active;
              next binding state free;
              rewind binding state free;
              hardware ethernet 00:0c:29:11:22:33;
              uid "\\001\\000\\014)\\021\\"3";
              set vendor-class-identifier = "MSFT 5.0";
              client-hostname "PC7";
              on expiry { execute ("x", "y"); }
            }
            lease 10.1.2.4 {
              starts epoch 1494576730; # Fri May 12 08:12:10 2017
              ends never;
              binding state active;
              hardware ethernet 0:c:29:1:2:3;
              set ddns-client-fqdn = "pc8.example.org.";
            }
            lease 10.1.2.5 {
              starts 5 2017/05/12 08:00:00;
              ends 5 2017/05/12 09:00:00;
              binding state abandoned;
              client-hostname "PC9";
            }
            lease 10.1.2.6 {
              starts 5 2017/13/12 08:00:00;
              hardware ethernet 00:0c:29:11:22:34;
            }
            ia-na "\\001\\000\\000\\000" {
              cltt 5 2017/05/12 08:12:10;
              iaaddr 2001:DB8:0::5 {
                binding state active;
                preferred-life 375;
                max-life 600;
                ends 5 2017/05/12 08:22:10;
              }
            }
            lease 10.1.2.7 {
              starts 5 2017/05/12 08:00:00;
              hardware ethernet 00:0c:29:11:22:35;
            """;

    @Test
    void isc() {
        Read<AddressLease> read = LeaseReader.read(FILE, ISC.getBytes(UTF_8), TOKYO);
        assertThat(read.items())
                .containsExactly(
                        new AddressLease(
                                "10.1.2.3",
                                "00:0c:29:11:22:33",
                                "PC7",
                                Instant.parse("2017-05-12T08:12:10Z"),
                                Instant.parse("2017-05-12T20:12:10Z")),
                        new AddressLease(
                                "10.1.2.4",
                                "00:0c:29:01:02:03",
                                "pc8.example.org",
                                Instant.parse("2017-05-12T08:12:10Z"),
                                AddressLease.NEVER),
                        new AddressLease(
                                "2001:db8::5",
                                null,
                                null,
                                Instant.parse("2017-05-12T08:12:10Z"),
                                Instant.parse("2017-05-12T08:22:10Z")));
        assertThat(read.problems()).extracting(p -> p.source().line()).containsExactly(36, 49);
    }

    @Test
    void kea() {
        String text = """
                address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context,pool_id
                10.1.2.3,00:0c:29:11:22:33,,3600,1494580330,1,0,0,pc7.example.org.,0,,0
                10.1.2.4,00:0c:29:11:22:34,,3600,1494580330,1,0,0,,1,,0
                10.1.2.3,00:0c:29:11:22:33,,0,1494578530,1,0,0,,0,,0
                10.1.2.3,00:0c:29:11:22:44,,3600,1494582130,1,0,0,pc&#x2c8,0,,0
                10.1.2.9,00:0c:29:11:22:33,,3600
                x,00:0c:29:11:22:33,,3600,1494580330,1,0,0,,0,,0
                """;
        Read<AddressLease> read = LeaseReader.read(FILE, text.getBytes(UTF_8), TOKYO);
        assertThat(read.items())
                .containsExactly(
                        new AddressLease(
                                "10.1.2.3",
                                "00:0c:29:11:22:33",
                                "pc7.example.org",
                                Instant.parse("2017-05-12T08:12:10Z"),
                                Instant.parse("2017-05-12T08:42:10Z")),
                        new AddressLease(
                                "10.1.2.3",
                                "00:0c:29:11:22:44",
                                "pc,8",
                                Instant.parse("2017-05-12T08:42:10Z"),
                                Instant.parse("2017-05-12T09:42:10Z")));
        assertThat(read.problems()).extracting(p -> p.source().line()).containsExactly(6, 7);
    }

    @Test
    void windows_powershell_csv() {
        String text = """
                #TYPE Microsoft.Management.Infrastructure.CimInstance
                "IPAddress","ScopeId","AddressState","ClientId","ClientType","Description","HostName","LeaseExpiryTime","ServerIP","PSComputerName"
                "10.1.2.3","10.1.2.0","Active","00-0c-29-11-22-33","Dhcp","","PC7.example.org","2017/05/20 17:12:10","10.1.2.1",""
                "10.1.2.4","10.1.2.0","Declined","00-0c-29-11-22-34","Dhcp","","BAD_ADDRESS","2017/05/20 17:12:10","10.1.2.1",""
                "10.1.2.5","10.1.2.0","InactiveReservation","00-0c-29-11-22-35","None","","PC8","","10.1.2.1",""
                "10.1.2.6","10.1.2.0","ActiveReservation","00-0c-29-11-22-36","Dhcp","","PC9","","10.1.2.1",""
                """;
        var expected = new AddressLease[] {
            new AddressLease(
                    "10.1.2.3", "00:0c:29:11:22:33", "PC7.example.org", null, Instant.parse("2017-05-20T08:12:10Z")),
            new AddressLease("10.1.2.6", "00:0c:29:11:22:36", "PC9", null, null)
        };
        assertThat(LeaseReader.read(FILE, text.getBytes(UTF_8), TOKYO).items()).containsExactly(expected);
        byte[] wide = ("\uFEFF" + text.replace(',', ';')).getBytes(UTF_16LE);
        assertThat(LeaseReader.read(FILE, wide, TOKYO).items()).containsExactly(expected);
    }

    @Test
    void windows_console_in_japanese() {
        String text = """
                クライアント IP アドレス,名前,リースの有効期限,種類,一意の ID,説明
                10.1.2.3,PC7.example.org,2017/05/20 17:12:10,DHCP,000c29112233,
                """.replace(',', '\t');
        for (Charset charset : new Charset[] {Charset.forName("windows-31j"), UTF_8}) {
            assertThat(LeaseReader.read(FILE, text.getBytes(charset), TOKYO).items())
                    .containsExactly(new AddressLease(
                            "10.1.2.3",
                            "00:0c:29:11:22:33",
                            "PC7.example.org",
                            null,
                            Instant.parse("2017-05-20T08:12:10Z")));
        }
    }

    @Test
    void windows_netsh_and_json() {
        String netsh = """
                Changed the current scope context to 10.1.2.0 scope.

                Type : N - NONE, D - DHCP B - BOTP, U - UNSPECIFIED, R - RESERVATION IP
                ============================================================================================
                IP Address      - Subnet Mask    - Unique ID           - Lease Expires        -Type -Name
                ============================================================================================

                10.1.2.3        - 255.255.255.0  - 00-0c-29-11-22-33   - 5/20/2017 5:12:10 PM    -D-  PC7.example.org
                10.1.2.4        - 255.255.255.0  - 00-0c-29-11-22-34   - NEVER EXPIRES           -D-  PC8
                No of Clients(version 4): 2 in the Scope : 10.1.2.0.
                """;
        assertThat(LeaseReader.read(FILE, netsh.getBytes(UTF_8), TOKYO).items())
                .containsExactly(
                        new AddressLease(
                                "10.1.2.3",
                                "00:0c:29:11:22:33",
                                "PC7.example.org",
                                null,
                                Instant.parse("2017-05-20T08:12:10Z")),
                        new AddressLease("10.1.2.4", "00:0c:29:11:22:34", "PC8", null, null));
        String json = """
                [{"IPAddress":{"Address":1,"IPAddressToString":"10.1.2.3"},"ClientId":"00-0c-29-11-22-33","HostName":"PC7","LeaseExpiryTime":"\\/Date(1494580330000)\\/"}]
                """;
        assertThat(LeaseReader.read(FILE, json.getBytes(UTF_8), TOKYO).items())
                .containsExactly(new AddressLease(
                        "10.1.2.3", "00:0c:29:11:22:33", "PC7", null, Instant.parse("2017-05-12T09:12:10Z")));
    }

    /** 3/5/2017 is March or May: the end of such a lease is not known, and so it only may have held. */
    @Test
    void a_date_that_can_be_read_two_ways_is_none() {
        String text =
                "IPAddress,ClientId,HostName,LeaseExpiryTime\n10.1.2.3,00-0c-29-11-22-33,PC7,3/5/2017 5:12:10 PM\n";
        assertThat(LeaseReader.read(FILE, text.getBytes(UTF_8), TOKYO).items())
                .containsExactly(new AddressLease("10.1.2.3", "00:0c:29:11:22:33", "PC7", null, null));
        String proven = text + "10.1.2.4,00-0c-29-11-22-34,PC8,3/25/2017 5:12:10 PM\n";
        assertThat(LeaseReader.read(FILE, proven.getBytes(UTF_8), TOKYO).items())
                .extracting(AddressLease::until)
                .containsExactly(Instant.parse("2017-03-05T08:12:10Z"), Instant.parse("2017-03-25T08:12:10Z"));
    }

    @Test
    void damage_is_told_and_never_thrown() {
        var random = new Random(7);
        byte[] whole = ISC.getBytes(UTF_8);
        for (int i = 0; i < 500; i++) {
            byte[] damaged = java.util.Arrays.copyOf(whole, random.nextInt(whole.length));
            for (int j = 0; j < 5 && damaged.length > 0; j++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Read<AddressLease> read = LeaseReader.read(FILE, damaged, TOKYO);
            assertThat(read.items()).hasSizeLessThan(6);
        }
        assertThat(LeaseReader.read(FILE, "x".getBytes(UTF_8), TOKYO).problems())
                .hasSize(1);
        assertThat(LeaseReader.read(FILE, ("lease 10.1.2.3 {" + "a {".repeat(100_000)).getBytes(UTF_8), TOKYO)
                        .problems())
                .hasSize(1);
    }
}
