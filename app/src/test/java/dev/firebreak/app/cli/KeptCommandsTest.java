package dev.firebreak.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.collect.Collector;
import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.app.report.Reports;
import dev.firebreak.app.server.ServerProcess;
import dev.firebreak.app.server.ServerSettings;
import dev.firebreak.app.store.FleetDatabase;
import dev.firebreak.app.web.auth.PasswordHasher;
import dev.firebreak.app.web.auth.TokenSecrets;
import dev.firebreak.core.access.AccountStore;
import dev.firebreak.core.access.AuditLog;
import dev.firebreak.core.access.Role;
import dev.firebreak.core.text.Text;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands on the data of a server. */
class KeptCommandsTest {

    private static final Instant NOON = Instant.parse("2017-05-14T12:00:00Z");

    @TempDir
    Path temp;

    private final List<ServerSettings> settings = new ArrayList<>();
    private FleetDatabase database;
    private AccountStore accounts;
    private AuditLog audit;
    private String stdin = "";
    private String out = "";
    private String err = "";

    @BeforeEach
    void data() throws IOException {
        database = FleetDatabase.open(Files.createDirectory(temp.resolve("data")), null, InstantSource.fixed(NOON));
        accounts = database.accountStore();
        audit = database.auditLog();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void serve(ServerSettings asked, Consumer<Text> onMessage, Consumer<ServerProcess.Running> running) {
        settings.add(asked);
        running.accept(
                new ServerProcess.Running("http://127.0.0.1:8080", "http://127.0.0.1:8080/setup?code=abc", temp, 1));
    }

    private int run(String... args) {
        var outBytes = new ByteArrayOutputStream();
        var errBytes = new ByteArrayOutputStream();
        var cli = new Cli(
                Map.of("LANG", "C"),
                new PrintStream(outBytes, true, UTF_8),
                new PrintStream(errBytes, true, UTF_8),
                temp);
        var services = new CommandServices(
                new ShippedKnowledge(),
                () -> new Collector(temp),
                new Reports("test", temp),
                new ByteArrayInputStream(stdin.getBytes(UTF_8)),
                Map.of("FIREBREAK_DATA", temp.resolve("data").toString()),
                Clock.fixed(NOON, ZoneOffset.UTC),
                System::nanoTime);
        int exit = cli.run(
                List.of(
                        new ServeCommand(this::serve),
                        new TokenCommand(services),
                        new AccountCommand(services),
                        new AuditCommand(services),
                        new BackupCommand(services),
                        new RestoreCommand(services)),
                args);
        out = outBytes.toString(UTF_8);
        err = errBytes.toString(UTF_8);
        return exit;
    }

    @Test
    void serve_tells_its_address_and_the_link_and_passes_settings_on() {
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
                        + "Create the first account (once): http://127.0.0.1:8080/setup?code=abc\n");
        assertThat(err).doesNotContain("code=abc").contains("Stopped.");
        assertThat(settings.getFirst())
                .isEqualTo(new ServerSettings(
                        null,
                        null,
                        new ServerSettings.Listening("127.0.0.1", 0, null, null, null, true, Path.of("oidc.json")),
                        new ServerSettings.Ages(Duration.ofHours(12), Duration.ofDays(20), Duration.ofDays(30)),
                        Path.of("in")));
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
        assertThat(settings).isEmpty();
    }

    @Test
    void a_token_is_made_shown_once_listed_without_its_secret_and_revoked() {
        assertThat(run("token", "add", "--site", "Osaka", "--label", "floor 2")).isZero();
        assertThat(out).matches("fb_[A-Za-z0-9_-]{43}\n");
        String secret = out.strip();
        String id = accounts.tokens().getFirst().id();
        assertThat(err).contains(id, "Osaka").doesNotContain(secret);
        assertThat(accounts.token(TokenSecrets.hash(secret))).isPresent();

        assertThat(run("token", "list")).isZero();
        assertThat(out)
                .contains(id + "\tsite\tOsaka\t-\tfloor 2\t2017-05-14 12:00Z\tgood")
                .doesNotContain(secret);

        assertThat(run("token", "revoke", id)).isZero();
        assertThat(run("token", "revoke", id)).isEqualTo(ExitCode.WRONG_USAGE);
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
        assertThat(accounts.account("AIKO").orElseThrow().role()).isEqualTo(Role.ADMIN);
        String hash = accounts.passwordHash("aiko").orElseThrow();
        var hasher = new PasswordHasher(new SecureRandom());
        assertThat(hasher.matches("correct horse battery", hash)).isEqualTo(PasswordHasher.Match.YES);
        assertThat(run("account", "add", "Aiko")).isEqualTo(ExitCode.WRONG_USAGE);

        assertThat(run("account", "password", "aiko")).isZero();
        assertThat(run("account", "lock", "aiko")).isZero();
        assertThat(accounts.account("aiko").orElseThrow().locked()).isTrue();
        assertThat(run("account", "list")).isZero();
        assertThat(out).contains("aiko\tadministrator\t2017-05-14 12:00Z\tlocked");
        assertThat(run("account", "unlock", "aiko")).isZero();
        assertThat(accounts.account("aiko").orElseThrow().locked()).isFalse();
        assertThat(audit.entries(Long.MAX_VALUE, 9).toString() + out + err).doesNotContain("correct horse");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "\n"})
    void a_weak_password_makes_no_account(String typed) {
        stdin = typed;
        assertThat(run("account", "add", "aiko")).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(accounts.any()).isFalse();
        assertThat(audit.entries(Long.MAX_VALUE, 9)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "<script>", "../x", "", "\u202eevil"})
    void an_unusual_name_is_refused_as_an_account(String name) {
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
        run("token", "revoke", accounts.tokens().getFirst().id());
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
        assertThat(Path.of("nothing")).doesNotExist();
    }

    private int restore(String from, String folder, String... options) {
        List<String> args = new ArrayList<>(
                List.of("restore", from, "--data", temp.resolve(folder).toString()));
        args.addAll(List.of(options));
        return run(args.toArray(String[]::new));
    }

    @Test
    void copies_say_what_was_done() {
        run("token", "add", "--site", "Osaka");
        String copy = temp.resolve("b.zip").toString();
        String data = temp.resolve("data").toString();
        assertThat(run("backup", copy)).isZero();
        assertThat(err).contains("b.zip").containsPattern("\\([0-9,]+ KB\\)");
        assertThat(run("backup", copy)).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(err).contains("A file with that name exists", copy);
        assertThat(restore(copy, "one", "--lang", "ja")).isZero();
        assertThat(err).contains("復元しました", "1 件をすべて失効");
        assertThat(restore(copy, "two", "--keep-tokens")).isZero();
        assertThat(err).contains("1 tokens", "revoked later");
        run("token", "revoke", accounts.tokens().getFirst().id());
        assertThat(restore(copy, "three", "--previous", data)).isZero();
        assertThat(err).contains("Revoked 1 tokens", "previous data folder");
        assertThat(restore(copy, "four", "--previous", data, "--keep-tokens")).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(restore(copy, "one")).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(err).contains("The folder is not empty", "one");
        assertThat(restore(temp.resolve("none.zip").toString(), "five")).isEqualTo(ExitCode.NOTHING_READ);
        assertThat(err).contains("Not a Firebreak backup", "none.zip");
        assertThat(run("backup")).isEqualTo(ExitCode.WRONG_USAGE);
    }

    @Test
    void data_that_cannot_be_opened_are_named() throws IOException {
        Path other = Files.createDirectory(temp.resolve("other"));
        Files.writeString(other.resolve(FleetDatabase.FILE), "this is no database".repeat(1000));
        assertThat(run("token", "list", "--data", other.toString())).isEqualTo(ExitCode.OUR_FAULT);
        assertThat(err).contains("The database is damaged").doesNotContain("Exception");
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
