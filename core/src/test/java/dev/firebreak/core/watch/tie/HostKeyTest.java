package dev.firebreak.core.watch.tie;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.inventory.MachineName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostKeyTest {

    /** The short way gives what the long one gives. */
    @ParameterizedTest
    @ValueSource(
            strings = {"PC1", "pc-1_b", "srv.Corp.example.", "ｐｃ１", "端末1", "ß-pc", "ıPC", "a b", "10.0.0.1", "x..", "."
            })
    void plain_names_have_the_same_key_by_the_short_way(String name) {
        assertThat(HostKey.ofMachine(name)).isEqualTo(MachineName.key(name));
    }
}
