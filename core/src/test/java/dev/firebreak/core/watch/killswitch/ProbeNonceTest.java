package dev.firebreak.core.watch.killswitch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A probe's nonce and the sinkhole's receipt are read only in the form in which they are written. */
class ProbeNonceTest {

    private static final String NONCE = "0123456789abcdef0123456789abcdef";

    @Test
    void what_is_written_is_read() {
        assertThat(ProbeNonce.ofAgent(ProbeNonce.agent(NONCE))).contains(NONCE);
        var receipt = new SinkholeReceipt(NONCE, "::ffff:10.1.2.3");
        assertThat(SinkholeReceipt.parse(receipt.header())).contains(receipt);
        assertThat(receipt.source()).isEqualTo("10.1.2.3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Mozilla/5.0",
                "Firebreak-Probe/1 (nonce=0123456789ABCDEF0123456789ABCDEF)",
                "Firebreak-Probe/1 (nonce=0123)",
                " Firebreak-Probe/1 (nonce=0123456789abcdef0123456789abcdef)",
                "Firebreak-Probe/1 (nonce=0123456789abcdef0123456789abcdef)x",
                "Firebreak-Probe/2 (nonce=0123456789abcdef0123456789abcdef)",
            })
    void nothing_else_is_a_probe(String agent) {
        assertThat(ProbeNonce.ofAgent(agent)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonce=0123456789abcdef0123456789abcdef",
                "nonce=0123456789abcdef0123456789abcdef; source=example",
                "nonce=0123456789abcdef0123456789abcdef; source=999.1.1.1",
                "nonce=0123456789abcdef0123456789abcdef; source=10.1.2.3; more",
            })
    void nothing_else_is_a_receipt(String header) {
        assertThat(SinkholeReceipt.parse(header)).isEmpty();
    }
}
