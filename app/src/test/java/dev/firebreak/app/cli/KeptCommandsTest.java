package dev.firebreak.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.RamPeople;
import dev.firebreak.app.web.pages.MemoryAudit;
import dev.firebreak.core.access.AccountStore;
import dev.firebreak.core.access.AuditLog;
import dev.firebreak.core.access.Role;
import dev.firebreak.core.text.Text;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands on what the server keeps, over memory. */
class KeptCommandsTest {

    private static final Instant NOON = Instant.parse("2017-05-14T12:00:00Z");

    @TempDir
    Path temp;

    private final RamPeople people = new RamPeople();
    private final MemoryAudit audit = new MemoryAudit();
    private final List<ServerPort.Wish> wishes = new ArrayList<>();
    private final List<StorePort.Access> accesses = new ArrayList<>();
    private String stdin = "";
    private String out = "";
    private String err = "";

    private final StorePort keeper = new StorePort() {
        @Override
        public Kept open(Place place) {
            if (place.data() != null && place.data().endsWith("nothing")) {
                throw new CommandFailure(ExitCode.NOTHING_READ, "kept.none", place.data());
            }
            return new Kept() {
                @Override
                public AccountStore people() {
                    return people;
                }

                @Override
                public AuditLog audit() {
                    return audit;
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public long backup(Place place, Path to) {
            return 2048;
        }

        @Override
        public Restored restore(Place place, Path from, Access access) {
            accesses.add(access);
            return access instanceof Access.RevokeTokens ? new Restored(1, 7, 0) : new Restored(1, 0, 7);
        }

        @Override
        public boolean isWeak(String password) {
            return password.length() < 12;
        }

        @Override
        public String hashed(String password) {
            return "hash of " + password.length();
        }

        @Override
        public Made token(String site, String label) {
            return new Made(
                    new AccountStore.Token(
                            "osaka-1", AccountStore.TokenKind.SITE, label, site, null, Set.of(), NOON, null),
                    "fb_secret",
                    "0f");
        }

        @Override
        public InstantSource clock() {
            return InstantSource.fixed(NOON);
        }
    };

    private final ServerPort host = new ServerPort() {
        @Override
        public void serve(Wish wish, Consumer<Text> say, Consumer<Running> running) {
            wishes.add(wish);
            running.accept(new Running("http://127.0.0.1:8080", "http://127.0.0.1:8080/setup?code=abc", temp, 1));
        }
    };

    private int run(String... args) {
        var outBytes = new ByteArrayOutputStream();
        var errBytes = new ByteArrayOutputStream();
        var cli = new Cli(
                Map.of("LANG", "C"),
                new PrintStream(outBytes, true, UTF_8),
                new PrintStream(errBytes, true, UTF_8),
                temp);
        int exit = cli.run(
                List.of(
                        new ServeCommand(host),
                        new TokenCommand(keeper),
                        new AccountCommand(keeper, new ByteArrayInputStream(stdin.getBytes(UTF_8))),
                        new AuditCommand(keeper),
                        new BackupCommand(keeper),
                        new RestoreCommand(keeper)),
                args);
        out = outBytes.toString(UTF_8);
        err = errBytes.toString(UTF_8);
        return exit;
    }

    @Test
    void serve_tells_its_address_and_the_link_and_passes_wishes_on() {
        assertThat(run(
                        "serve",
                        "--port",
                        "0",
                        "--silent-after",
                        "12h",
                        "--stale-after",
                        "20d",
                        "--keep",
                        "30d",
                        "--drop",
                        "in",
                        "--oidc",
                        "oidc.json",
                        "--behind-proxy"))
                .isZero();

        assertThat(out)
                .isEqualTo("Firebreak listens on http://127.0.0.1:8080\n"
                        + "First account (once): http://127.0.0.1:8080/setup?code=abc\n");
        assertThat(err).doesNotContain("code=abc").contains("Stopped.");
        assertThat(wishes.getFirst())
                .isEqualTo(new ServerPort.Wish(
                        "127.0.0.1",
                        0,
                        null,
                        null,
                        null,
                        null,
                        null,
                        true,
                        Duration.ofHours(12),
                        Duration.ofDays(20),
                        Duration.ofDays(30),
                        Path.of("in"),
                        Path.of("oidc.json")));
        assertThat(run("serve", "--lang", "ja")).isZero();
        assertThat(out).contains("待ち受け先", "最初のアカウント");
    }

    @ParameterizedTest
    @CsvSource({
        "--tls-key,k.pem",
        "--port,70000",
        "--port,x",
        "--silent-after,0d",
        "--silent-after,3",
        "--keep,99999999d"
    })
    void what_serve_cannot_mean_is_wrong_usage(String option, String value) {
        assertThat(run("serve", option, value)).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(wishes).isEmpty();
    }

    @Test
    void a_token_is_made_shown_once_listed_without_its_secret_and_revoked() {
        assertThat(run("token", "add", "--site", "Osaka", "--label", "floor 2")).isZero();
        assertThat(out).isEqualTo("fb_secret\n");
        assertThat(err).contains("osaka-1", "Osaka");
        assertThat(people.token("0f")).isPresent();

        assertThat(run("token", "list")).isZero();
        assertThat(out)
                .contains("osaka-1\tsite\tOsaka\t-\tfloor 2\t2017-05-14 12:00Z\tgood")
                .doesNotContain("fb_secret");

        assertThat(run("token", "revoke", "osaka-1")).isZero();
        assertThat(run("token", "revoke", "osaka-1")).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(run("token", "list", "--lang", "ja")).isZero();
        assertThat(out).contains("失効 2017/05/14");
        assertThat(audit.entries(Long.MAX_VALUE, 9))
                .extracting(AuditLog.Entry::what)
                .containsExactly("token.revoke", "token.issue");
        assertThat(audit.entries(Long.MAX_VALUE, 9).getFirst().who()).startsWith("terminal:");
    }

    @Test
    void a_password_comes_from_standard_input_and_goes_nowhere() {
        stdin = "correct horse battery\nsecond line\n";
        assertThat(run("account", "add", "aiko", "--role", "admin")).isZero();
        assertThat(people.account("AIKO").orElseThrow().role()).isEqualTo(Role.ADMIN);
        assertThat(people.passwordHash("aiko")).contains("hash of 21");
        assertThat(run("account", "add", "Aiko")).isEqualTo(ExitCode.WRONG_USAGE);

        assertThat(run("account", "password", "aiko")).isZero();
        assertThat(run("account", "lock", "aiko")).isZero();
        assertThat(people.account("aiko").orElseThrow().locked()).isTrue();
        assertThat(run("account", "list")).isZero();
        assertThat(out).contains("aiko\tadministrator\t2017-05-14 12:00Z\tlocked");
        assertThat(run("account", "unlock", "aiko")).isZero();
        assertThat(people.account("aiko").orElseThrow().locked()).isFalse();
        assertThat(audit.entries(Long.MAX_VALUE, 9).toString() + out + err).doesNotContain("correct horse");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "\n"})
    void a_weak_password_makes_no_account(String typed) {
        stdin = typed;
        assertThat(run("account", "add", "aiko")).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(people.any()).isFalse();
        assertThat(audit.entries(Long.MAX_VALUE, 9)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "<script>", "../x", "", "\u202eevil"})
    void a_strange_name_is_no_account(String name) {
        stdin = "correct horse battery\n";
        assertThat(run("account", "add", name)).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(err).doesNotContain("\u202e");
    }

    @Test
    void the_audit_is_told_with_its_last_hash() {
        assertThat(run("audit", "verify")).isZero();
        run("token", "add", "--site", "Osaka");
        assertThat(run("audit", "verify")).isZero();
        assertThat(out).contains("1 entries", audit.entries(2, 1).getFirst().hash());
    }

    @Test
    void the_chain_is_held_against_a_hash_that_was_kept_elsewhere() {
        run("token", "add", "--site", "Osaka");
        assertThat(run("audit", "head")).isZero();
        String head = out.strip();
        assertThat(head).matches("1:[0-9a-f]{64}");
        run("token", "revoke", "osaka-1");
        for (String noted : List.of(head, head.substring(2), head.substring(2).toUpperCase(Locale.ROOT))) {
            assertThat(run("audit", "verify", "--against", noted)).as(noted).isZero();
            assertThat(err).contains("entry 1");
        }
        for (String other : List.of("2" + head.substring(1), "1:" + "f".repeat(64), "e".repeat(64))) {
            assertThat(run("audit", "verify", "--against", other)).as(other).isEqualTo(ExitCode.MATCHED);
            assertThat(err).contains("does not contain");
        }
        assertThat(run("audit", "verify", "--against", "abc")).isEqualTo(ExitCode.WRONG_USAGE);
    }

    @Test
    void where_nothing_is_kept_nothing_is_made() {
        assertThat(run("token", "list", "--data", "nothing")).isEqualTo(ExitCode.NOTHING_READ);
        assertThat(err).contains("nothing");
    }

    @Test
    void copies_say_what_was_done() {
        assertThat(run("backup", "b.zip")).isZero();
        assertThat(err).contains("b.zip", "2 KB");
        assertThat(run("restore", "b.zip", "--lang", "ja")).isZero();
        assertThat(err).contains("復元しました", "7 件をすべて失効");
        assertThat(run("restore", "b.zip", "--keep-tokens")).isZero();
        assertThat(err).contains("7 tokens", "revoked later");
        assertThat(run("restore", "b.zip", "--previous", "old")).isZero();
        assertThat(run("restore", "b.zip", "--previous", "old", "--keep-tokens"))
                .isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(accesses)
                .containsExactly(
                        new StorePort.Access.RevokeTokens(),
                        new StorePort.Access.KeepTokens(),
                        new StorePort.Access.AsIn(Path.of("old")));
        assertThat(run("backup")).isEqualTo(ExitCode.WRONG_USAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "token", "account", "audit", "backup", "restore"})
    void each_has_help_in_both_languages(String command) {
        assertThat(run(command, "--help", "--lang", "en")).isZero();
        String english = out;
        assertThat(run(command, "--help", "--lang", "ja")).isZero();
        assertThat(out).isNotEqualTo(english).matches("(?s).*[ぁ-ん].*");
        assertThat(english).doesNotMatch("(?s).*[ぁ-ん].*");
    }
}
