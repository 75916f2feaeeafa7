package dev.firebreak.app.web.pages.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.mirror.PackageFixtures;
import dev.firebreak.app.mirror.PackageStore;
import dev.firebreak.app.mirror.StoredPackage;
import dev.firebreak.app.mirror.StoredPackage.Standing;
import dev.firebreak.app.web.Browser;
import dev.firebreak.app.web.Premises;
import dev.firebreak.core.access.Role;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of packages: who sees what, and who decides. */
class PackagePagesTest {

    @TempDir
    Path folder;

    private Premises premises;
    private PackageStore store;
    private StoredPackage waiting;

    @BeforeEach
    void open() throws IOException {
        premises = Premises.withApi(folder);
        store = PackageStore.of(premises.packageFolder);
        PackageFixtures.put(store, "WindowsXP-KB4012598-x86-Custom-ENU.exe", new byte[] {1}, Standing.ACCEPTED);
        waiting = PackageFixtures.put(store, "windows6.1-kb4012215-x64.msu", new byte[] {2}, Standing.QUARANTINED);
        premises.account("vera", Role.VIEWER);
        premises.account("oto", Role.APPROVER);
        premises.account("aiko", Role.ADMIN);
    }

    @AfterEach
    void close() {
        premises.close();
    }

    private Browser as(String name) throws IOException, InterruptedException {
        var browser = new Browser(premises.web.url());
        browser.signIn(name, Premises.PASSWORD);
        return browser;
    }

    @Test
    void quarantine_is_visible_to_all_and_decided_by_administrators() throws IOException, InterruptedException {
        assertThat(new Browser(premises.web.url()).get("/packages").statusCode())
                .isEqualTo(303);
        String seen = as("vera").get("/packages").body();
        assertThat(seen)
                .contains("windows6.1-kb4012215-x64.msu", waiting.sha256(), "WindowsXP-KB4012598-x86-Custom-ENU.exe");
        assertThat(seen).doesNotContain("/packages/approve", "/packages/" + waiting.sha256());
        assertThat(as("aiko").get("/packages").body()).contains("/packages/approve", "/packages/reject");
        for (String name : new String[] {"vera", "oto"}) {
            HttpResponse<String> answer =
                    as(name).submit("/packages", "/packages/approve", "sha256", waiting.sha256(), "reason", "x");
            assertThat(answer.statusCode()).as(name).isEqualTo(403);
        }
        assertThat(store.find(waiting.sha256()))
                .get()
                .extracting(StoredPackage::standing)
                .isEqualTo(Standing.QUARANTINED);
    }

    @Test
    void an_administrator_rejects_with_a_reason_and_the_audit_log_has_it() throws IOException, InterruptedException {
        Browser admin = as("aiko");
        assertThat(admin.submit("/packages", "/packages/reject", "sha256", waiting.sha256(), "reason", " ")
                        .statusCode())
                .isEqualTo(400);
        assertThat(admin.submit("/packages", "/packages/reject", "sha256", "0".repeat(64), "reason", "x")
                        .statusCode())
                .isEqualTo(404);
        assertThat(admin.submit("/packages", "/packages/reject", "sha256", waiting.sha256(), "reason", "not ours")
                        .statusCode())
                .isEqualTo(303);
        assertThat(store.find(waiting.sha256())).get().satisfies(stored -> {
            assertThat(stored.standing()).isEqualTo(Standing.REJECTED);
            assertThat(stored.decision()).isNotNull();
            assertThat(String.valueOf(stored.decision())).contains("account:aiko", "not ours");
        });
        assertThat(premises.audit.entries(Long.MAX_VALUE, 1)).singleElement().satisfies(entry -> {
            assertThat(entry.what()).isEqualTo("package.reject");
            assertThat(entry.who()).isEqualTo("account:aiko");
            assertThat(entry.about()).isEqualTo("windows6.1-kb4012215-x64.msu");
            assertThat(entry.detail()).contains(waiting.sha256(), "not ours");
        });
    }

    @Test
    void nothing_is_approved_whose_signature_does_not_hold() throws IOException, InterruptedException {
        HttpResponse<String> answer =
                as("aiko").submit("/packages", "/packages/approve", "sha256", waiting.sha256(), "reason", "trust me");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("not valid any more");
        assertThat(store.find(waiting.sha256()))
                .get()
                .extracting(StoredPackage::isServed)
                .isEqualTo(false);
    }
}
