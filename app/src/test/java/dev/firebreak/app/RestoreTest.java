package dev.firebreak.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.app.server.BackupArchive;
import dev.firebreak.app.server.DataFolderAccess;
import dev.firebreak.app.server.ServerData;
import dev.firebreak.app.server.ServerFailure;
import dev.firebreak.app.store.FleetDatabase;
import dev.firebreak.core.access.AccountStore;
import dev.firebreak.core.access.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restore brings back what was kept, nobody's access that was ended, and nothing at all where it fails. */
class RestoreTest {

    private static final Instant NOON = Instant.parse("2017-05-14T12:00:00Z");

    @TempDir
    Path temp;

    private Path data;
    private Path copy;
    private Path restored;

    private static AccountStore.Account account(String name, Role role, boolean locked) {
        return new AccountStore.Account(name, role, "ja", locked, NOON, null);
    }

    private static AccountStore.Token token(String id) {
        return new AccountStore.Token(id, AccountStore.TokenKind.SITE, id, "Osaka", null, Set.of(), NOON, null);
    }

    @BeforeEach
    void aCopyAndWhatWasEndedAfterIt() throws Exception {
        data = Files.createDirectory(temp.resolve("data"));
        copy = temp.resolve("copy.zip");
        restored = temp.resolve("new");
        try (FleetDatabase database = FleetDatabase.open(data, null, InstantSource.fixed(NOON))) {
            AccountStore accounts = database.accountStore();
            accounts.add(account("aiko", Role.ADMIN, false), "old password");
            accounts.add(account("eve", Role.ADMIN, false), "hers");
            accounts.open(new AccountStore.Session("a", "aiko", NOON, NOON.plusSeconds(3600), "-"));
            for (String id : List.of("stays", "stolen", "before")) {
                accounts.issue(token(id), "hash of " + id);
            }
            accounts.revoke("before", NOON);
            database.auditLog().add(NOON, "system", "x", "", "");
        }
        new ServerData(data, null, InstantSource.fixed(NOON)).backup(copy);
        try (FleetDatabase database = FleetDatabase.open(data, null, InstantSource.fixed(NOON))) {
            database.accountStore().revoke("stolen", NOON);
            database.accountStore().change(account("eve", Role.VIEWER, true));
            database.accountStore().password("aiko", "new password");
        }
    }

    private ServerData.Restored restore(ServerData.Access access) throws Exception {
        return new ServerData(restored, null, InstantSource.fixed(NOON)).restore(copy, access);
    }

    private List<String> good() {
        List<String> good = new ArrayList<>();
        try (FleetDatabase database = FleetDatabase.open(restored, null, InstantSource.fixed(NOON))) {
            database.accountStore().tokens().stream()
                    .filter(token -> token.revokedAt() == null)
                    .forEach(token -> good.add(token.id()));
            assertThat(database.accountStore().session("a", NOON)).isEmpty();
            assertThat(database.auditLog().verify()).isEmpty();
            assertThat(database.auditLog().entries(Long.MAX_VALUE, 1).getFirst().what())
                    .isEqualTo("data.restore");
        }
        return good;
    }

    @Test
    void no_token_is_good_where_nobody_can_tell_which_were_revoked() throws Exception {
        assertThat(restore(new ServerData.Access.RevokeTokens())).isEqualTo(new ServerData.Restored(1, 2, 0));
        assertThat(good()).isEmpty();
    }

    @Test
    void tokens_are_kept_where_that_is_asked_for() throws Exception {
        assertThat(restore(new ServerData.Access.KeepTokens())).isEqualTo(new ServerData.Restored(1, 0, 2));
        assertThat(good()).containsExactlyInAnyOrder("stays", "stolen");
    }

    @Test
    void what_was_ended_in_the_folder_as_it_was_stays_ended() throws Exception {
        assertThat(restore(new ServerData.Access.KeepAccounts(data))).isEqualTo(new ServerData.Restored(1, 1, 1));
        assertThat(good()).containsExactly("stays");
        try (FleetDatabase database = FleetDatabase.open(restored, null, InstantSource.fixed(NOON))) {
            assertThat(database.accountStore().account("eve").orElseThrow())
                    .isEqualTo(account("eve", Role.VIEWER, true));
            assertThat(database.accountStore().passwordHash("aiko")).contains("new password");
        }
    }

    @Test
    void a_copy_that_is_damaged_leaves_nothing() throws Exception {
        Path broken = Files.createDirectory(temp.resolve("broken"));
        BackupArchive.unpack(copy, broken);
        byte[] whole = Files.readAllBytes(broken.resolve(BackupArchive.DATABASE));
        for (int page = 3; page < whole.length / 4096; page++) {
            java.util.Arrays.fill(whole, page * 4096, page * 4096 + 100, (byte) 0x5A);
        }
        Files.delete(copy);
        BackupArchive.pack(broken, to -> Files.write(to, whole), copy);
        assertThatThrownBy(() -> restore(new ServerData.Access.KeepTokens()))
                .isInstanceOf(FleetDatabase.CannotOpen.class);
        assertThat(restored).doesNotExist();

        Files.createDirectory(restored);
        assertThatThrownBy(() -> restore(new ServerData.Access.KeepAccounts(temp.resolve("none"))))
                .isInstanceOf(ServerFailure.class);
        assertThatThrownBy(() -> restore(new ServerData.Access.RevokeTokens()))
                .isInstanceOf(FleetDatabase.CannotOpen.class);
        assertThat(restored).isEmptyDirectory();
    }

    @Test
    void what_is_in_the_folder_already_stays() throws Exception {
        Files.createDirectory(restored);
        Files.writeString(restored.resolve("mine"), "x");
        assertThatThrownBy(() -> restore(new ServerData.Access.KeepTokens())).isInstanceOf(ServerFailure.class);
        assertThat(restored.resolve("mine")).hasContent("x");
    }

    @Test
    void a_folder_that_others_can_read_is_told() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.getFileStore(temp).supportsFileAttributeView("posix"));
        List<String> said = new ArrayList<>();
        for (String mode : List.of("rwx------", "rwxr-x---", "rwx--x--x", "rwx---r--")) {
            Files.setPosixFilePermissions(data, java.nio.file.attribute.PosixFilePermissions.fromString(mode));
            said.clear();
            DataFolderAccess.warn(data, wording -> said.add(wording.en()));
            assertThat(said).as(mode).hasSize(mode.equals("rwx------") ? 0 : 1);
        }
    }
}
