package dev.firebreak.app.io.tuf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.app.io.tuf.TufFailure.Kind;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names and bytes of files that are signed for, and the form in which metadata are signed. */
class TufTargetTest {

    private static final String HASH = "a".repeat(64);

    private static void refused(ThrowingCallable work, Kind kind) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        TufFailure.class,
                        e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../a",
                "a/../b",
                "/a",
                "a//b",
                "a\\b",
                "c:a",
                "a/",
                "",
                ".",
                "a/.b",
                "nul",
                "NUL.exe",
                "com1.msu",
                "x. ",
                "x.",
                "a\u0000b",
                "a\nb",
                "\u202Eexe.a",
                "a?",
                "a*",
                "a<b",
                "a|b",
                "%2e%2e/../a"
            })
    void a_name_that_leaves_its_folder_or_that_Windows_cannot_have_is_refused(String path) {
        assertThat(TufTarget.isSafe(path)).isFalse();
        refused(() -> TufTarget.of(path, 1, HASH, Map.of()), Kind.PATH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.exe",
                "xp/ENU/WindowsXP-KB4012598-x86-Custom-ENU.exe",
                "a b(1)+c.msu",
                "nullable.exe",
                "console.exe"
            })
    void a_plain_name_is_taken(String path) throws TufFailure {
        assertThat(TufTarget.of(path, 1, HASH, Map.of()).path()).isEqualTo(path);
    }

    @Test
    void a_file_is_the_one_that_was_signed_for_or_refused() throws Exception {
        byte[] bytes = "an update".getBytes(UTF_8);
        String hash = java.util.HexFormat.of()
                .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(bytes));
        var target = new TufTarget("a.exe", bytes.length, hash);
        target.check(new java.io.ByteArrayInputStream(bytes));
        refused(() -> target.check(new java.io.ByteArrayInputStream("an updatf".getBytes(UTF_8))), Kind.DIFFERENT);
        refused(() -> target.check(new java.io.ByteArrayInputStream("an updat".getBytes(UTF_8))), Kind.DIFFERENT);
        refused(() -> target.check(new java.io.ByteArrayInputStream("an update!".getBytes(UTF_8))), Kind.TOO_LARGE);
    }

    @Test
    void canonical_form_orders_keys_and_escapes_only_quotation_mark_and_backslash() throws TufFailure {
        var json = dev.firebreak.app.io.BoundedJson.tree(
                "{\"b\":[1,true,null],\"a\":\"x\\n\\\"\\\\\\u00e9\",\"\\uD83D\\uDE00\":{},\"\\uFFEE\":[]}");
        assertThat(new String(CanonicalJson.bytes(json), UTF_8))
                .isEqualTo("{\"a\":\"x\n\\\"\\\\é\",\"b\":[1,true,null],\"\uFFEE\":[],\"\uD83D\uDE00\":{}}");
        refused(() -> CanonicalJson.bytes(dev.firebreak.app.io.BoundedJson.tree("[1.5]")), Kind.FORMAT);
    }
}
