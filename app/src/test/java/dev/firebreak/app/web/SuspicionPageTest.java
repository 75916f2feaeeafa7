package dev.firebreak.app.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.access.Role;
import dev.firebreak.core.assess.Verdict;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A check-in with traces of a worm: they are kept, and the machine's page says "suspected" beside an unchanged verdict. */
class SuspicionPageTest {

    private static final String SCRIPT = """
            firebreak-collect 1
            machine=PC1
            caption=Microsoft Windows 7 Professional
            version=6.1.7601
            service-pack=1
            architecture=AMD64
            locale-lcid=0411
            hotfix=KB4012212
            hotfixes=ok
            srv.sys=failed
            smb1=enabled
            spooler-start=disabled
            spooler-state=stopped
            rdp-nla=required
            smb3-compression=failed
            %straces=%s
            end
            """;

    private static final String TRACES = "trace=wannacry-service\ntrace=wannacry-note 2 C:\\Users\\佐藤\\<b>デスクトップ\n";

    @TempDir
    Path temp;

    private Premises premises;
    private ApiClient client;
    private String osaka;

    @BeforeEach
    void open() throws Exception {
        premises = Premises.withApi(temp);
        osaka = premises.site("Osaka");
        premises.account("viewer", Role.VIEWER);
        client = new ApiClient(premises.web.url(), new ConcurrentSkipListSet<>());
    }

    @AfterEach
    void close() {
        premises.close();
    }

    private void checkIn(String text, Charset charset) throws Exception {
        ApiClient.Answer answer = client.ask("POST", "/api/v1/machines/PC1/evidence", osaka, text.getBytes(charset));
        assertThat(answer.status()).as(answer.http().body()).isBetween(200, 299);
        premises.later(Duration.ofSeconds(1));
    }

    private String page() throws Exception {
        var browser = new Browser(premises.web.url());
        browser.signIn("viewer", Premises.PASSWORD);
        return browser.get("/machine?name=PC1").body();
    }

    @Test
    void traces_are_kept_and_shown_until_newer_evidence_has_none() throws Exception {
        checkIn(SCRIPT.formatted(TRACES, "ok"), Charset.forName("windows-31j"));
        assertThat(premises.fleet.line("PC1").orElseThrow().verdict("MS17-010")).isEqualTo(Verdict.Kind.FIXED);
        assertThat(page())
                .contains(
                        "id=\"suspected\"",
                        "Suspected infection",
                        "traces of WannaCry: service mssecsvc2.0, ransom note")
                .contains("佐藤", "&lt;b&gt;")
                .doesNotContain("<b>デスク");
        checkIn(SCRIPT.formatted("", "failed"), UTF_8);
        assertThat(page())
                .doesNotContain("id=\"suspected\"")
                .contains("the search for traces of WannaCry was not complete", "Print Spooler: stopped");
        assertThat(premises.fleet.line("PC1").orElseThrow().verdict("MS17-010")).isEqualTo(Verdict.Kind.FIXED);
    }
}
