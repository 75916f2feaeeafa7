package dev.firebreak.app.collect.network;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.app.fuzz.FuzzTarget;
import dev.firebreak.app.fuzz.Law;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Source;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** Leases, ARP tables, findings and lists of expected machines: read or refused, and never more than the file may hold. */
public final class AddressListTarget implements FuzzTarget {

    private static final Source SOURCE = Source.of("list.txt");
    private static final Instant MODIFIED = Instant.parse("2017-05-14T09:00:00Z");

    @Override
    public String name() {
        return "address-lists";
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                """
                lease 10.1.2.3 {
                  starts 0 2017/05/14 09:00:00;
                  ends 0 2017/05/14 21:00:00;
                  hardware ethernet 00:11:22:33:44:55;
                  client-hostname "PC7";
                }
                """.getBytes(UTF_8),
                """
                address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state
                10.1.2.3,00:11:22:33:44:55,,3600,1494752400,1,0,0,pc7,0
                """.getBytes(UTF_8),
                """

                Interface: 10.1.2.1 --- 0xb
                  Internet Address      Physical Address      Type
                  10.1.2.3              00-11-22-33-44-55     dynamic
                """.getBytes(UTF_8),
                """
                IPAddress,ScopeId,AddressState,ClientId,HostName,LeaseExpiryTime
                10.1.2.3,10.1.2.0,Active,00-11-22-33-44-55,PC7.example.org,5/14/2017 9:00:00 PM
                """.getBytes(UTF_8),
                "name,site\nPC7,Osaka\n".getBytes(UTF_8),
                "{\"target\":\"10.1.2.3\",\"smb1\":true,\"ms17010\":\"unknown\",\"because\":[]}\n10.1.2.4\n"
                        .getBytes(UTF_8));
    }

    @Override
    public void run(byte[] input) {
        for (Read<?> read : List.of(
                LeaseReader.read(SOURCE, input, ZoneOffset.UTC),
                SightingReader.read(SOURCE, input, ZoneOffset.UTC, MODIFIED),
                ExpectedReader.read(SOURCE, input, ZoneOffset.UTC))) {
            Law.holds(
                    read.items().size() + read.problems().size() <= input.length + 1, "a list is bounded by its file");
        }
    }
}
