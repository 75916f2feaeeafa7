package dev.firebreak.core.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who had an address at a moment: never more certain than the leases are. */
class AddressLeasesTest {

    private static final String A = "00:0c:29:00:00:0a";
    private static final String B = "00:0c:29:00:00:0b";

    private static Instant at(String hour) {
        return Instant.parse("2017-05-12T" + hour + ":00:00Z");
    }

    private static AddressLease lease(String mac, String host, String from, String until) {
        return new AddressLease(
                "10.1.2.3", mac, host, from == null ? null : at(from), until == null ? null : at(until));
    }

    private static List<String> names(AddressLeases leases, String hour) {
        return leases.at("10.1.2.3", at(hour)).stream()
                .map(AddressLease::hostName)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            08, 12, 07, NO
            08, 12, 08, YES
            08, 12, 11, YES
            08, 12, 12, NO
            -,  12, 11, MAYBE
            -,  12, 12, NO
            08, -,  11, MAYBE
            08, -,  07, NO
            -,  -,  11, MAYBE
            """)
    void coverage(String from, String until, String moment, AddressLease.Coverage expected) {
        assertThat(lease(A, "PC1", from, until).coverage(at(moment))).isEqualTo(expected);
    }

    @Test
    void a_lease_ends_where_the_next_of_another_machine_begins() {
        var leases = AddressLeases.of(List.of(lease(B, "PC2", "10", "14"), lease(A, "PC1", "08", "16")));
        assertThat(names(leases, "09")).containsExactly("PC1");
        assertThat(names(leases, "10")).containsExactly("PC2");
        assertThat(names(leases, "15")).isEmpty();
    }

    @Test
    void a_renewal_does_not_end_a_lease() {
        var leases = AddressLeases.of(List.of(lease(A, "PC1", "08", "12"), lease(A, "PC1", "10", "14")));
        assertThat(names(leases, "11")).containsExactly("PC1");
        assertThat(names(leases, "13")).containsExactly("PC1");
    }

    @Test
    void a_certain_owner_comes_before_a_possible_one() {
        var leases = AddressLeases.of(List.of(lease(A, "PC1", null, "16"), lease(B, "PC2", "08", "12")));
        assertThat(names(leases, "09")).containsExactly("PC2");
        assertThat(names(leases, "13")).containsExactly("PC1");
    }

    @Test
    void two_possible_owners_are_both_named() {
        var leases = AddressLeases.of(List.of(lease(A, "PC1", null, "16"), lease(B, "PC2", null, "16")));
        assertThat(names(leases, "09")).containsExactlyInAnyOrder("PC1", "PC2");
        assertThat(leases.at("10.1.2.4", at("09"))).isEmpty();
    }

    @Test
    void a_name_alone_does_not_make_two_hardware_addresses_one_machine() {
        assertThat(lease(A, "PC1", null, null).hasHolderOf(lease(B, "PC1", null, null)))
                .isFalse();
        assertThat(lease(A, "PC1", null, null).hasHolderOf(lease(null, "pc1", null, null)))
                .isTrue();
        assertThat(lease(null, null, null, null).hasHolderOf(lease(null, null, null, null)))
                .isFalse();
    }
}
