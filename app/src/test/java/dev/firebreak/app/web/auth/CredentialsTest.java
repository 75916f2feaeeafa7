package dev.firebreak.app.web.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.web.http.LanguageNegotiation;
import dev.firebreak.app.web.http.RequestOrigin;
import dev.firebreak.core.text.Language;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Passwords, tokens, throttle and languages by themselves. */
class CredentialsTest {

    private final PasswordHasher passwords = new PasswordHasher(new SecureRandom());

    @Test
    void a_password_fits_its_own_hash_only() {
        String hash = passwords.hashed("correct horse battery");
        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(passwords.hashed("correct horse battery"))
                .as("a salt of its own")
                .isNotEqualTo(hash);
        assertThat(passwords.matches("correct horse battery", hash)).isEqualTo(PasswordHasher.Match.YES);
        assertThat(passwords.matches("correct horse batterz", hash)).isEqualTo(PasswordHasher.Match.NO);
        assertThat(passwords.matches("correct horse battery", null)).isEqualTo(PasswordHasher.Match.NO);
        assertThat(passwords.matches("", hash)).isEqualTo(PasswordHasher.Match.NO);
    }

    @Test
    void what_another_implementation_made_is_understood() {
        // Made by the reference implementation: echo -n password | argon2 somesalt -id -t 2 -k 65536 -p 1 (RFC 9106).
        String reference = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        assertThat(passwords.matches("password", reference)).isEqualTo(PasswordHasher.Match.YES);
        assertThat(passwords.matches("passwore", reference)).isEqualTo(PasswordHasher.Match.NO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "$argon2id$v=19$m=999999999,t=2,p=1$AAAA$BBBB", "$2b$12$abc", "$argon2i$v=19$m=8,t=1"})
    void a_hash_that_is_none_fits_nothing(String hash) {
        assertThat(passwords.matches("password", hash)).isEqualTo(PasswordHasher.Match.NO);
    }

    @Test
    void marks_typed_apart_are_the_same_password() {
        String hash = passwords.hashed("ガギグゲゴ火の壁を守る");
        assertThat(passwords.matches("カ\u3099キ\u3099ク\u3099ケ\u3099コ\u3099火の壁を守る", hash))
                .isEqualTo(PasswordHasher.Match.YES);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # password              | weak
        short                   | true
        password1234            | true
        P@ssw0rd!2017           | true
        Administrator1          | true
        Welcome2017!!           | true
        qwertyuiop12            | true
        123456789012            | true
        abcdefghijkl            | true
        aaaaaaaaaaaa            | true
        abc123abc123            | true
        aiko-aiko-aiko          | true
        aiko20170514            | true
        パスワード20170514      | true
        correct horse battery   | false
        v9#kQ2!mZx7p            | false
        火の壁を守る十二文字以上 | false
        password of the harbour | false
        """)
    void common_passwords_are_weak(String password, boolean weak) {
        assertThat(passwords.isWeak(password, "aiko")).isEqualTo(weak);
    }

    @Test
    void a_password_has_an_end() {
        assertThat(passwords.isWeak("abcdefgh ijklm".repeat(100))).isTrue();
    }

    @Test
    void waits_double_and_end() {
        var throttle = new GuessThrottle(3, Duration.ofMinutes(1));
        Instant now = Instant.EPOCH.plusSeconds(1_000_000);
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 14; i++) {
            Optional<Duration> wait = throttle.tried("key", now);
            waits.add(wait.map(Duration::toSeconds).orElse(0L));
            now = now.plus(wait.orElse(Duration.ZERO));
        }
        assertThat(waits).containsExactly(0L, 0L, 0L, 1L, 0L, 2L, 0L, 4L, 0L, 8L, 0L, 16L, 0L, 32L);
        assertThat(throttle.tried("other", now)).isEmpty();
        throttle.forget("key");
        assertThat(throttle.tried("key", now)).isEmpty();
    }

    @Test
    void the_memory_of_failed_sign_ins_is_bounded() {
        var throttle = new GuessThrottle(1, Duration.ofHours(1));
        for (int i = 0; i < 100_000; i++) {
            assertThat(throttle.tried("key " + i, Instant.EPOCH)).isEmpty();
        }
        assertThat(throttle.tried("key 99999", Instant.EPOCH)).isPresent();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        # asked                    | told in
        -                          | EN
        ja                         | JA
        ja-JP,ja;q=0.9,en;q=0.8    | JA
        en-US,en;q=0.9,ja;q=0.8    | EN
        fr,ja;q=0.5                | JA
        de                         | EN
        ;;;q=x,,                   | EN
        """)
    void a_browser_is_told_in_what_it_prefers(String asked, Language told) {
        assertThat(LanguageNegotiation.asked(asked)).isEqualTo(told);
    }

    @Property
    void no_header_breaks_it(@ForAll @StringLength(max = 300) String header) {
        assertThat(LanguageNegotiation.asked(header)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        192.0.2.7                  | 192.0.2.7
        2001:db8:1:2:3:4:5:6       | 2001:db8:1:2::/64
        2001:db8:1:2:ffff::1       | 2001:db8:1:2::/64
        2001:DB8::1:2:3:4:5        | 2001:db8:0:1::/64
        2001:db8:0:1::1%eth0       | 2001:db8:0:1::/64
        [::1]                      | ::/64
        ::ffff:10.1.2.3            | 10.1.2.3
        ::ffff:10.1.2.4            | 10.1.2.4
        """)
    void one_ipv6_network_is_one_client(String address, String network) {
        assertThat(RequestOrigin.network(address)).isEqualTo(network);
    }
}
