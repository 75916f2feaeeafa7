package dev.firebreak.app.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.app.web.limits.Limits;
import dev.firebreak.core.access.Role;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the server runs: what it says, logs and measures, and how it stops. */
class ServerTest {

    @TempDir
    Path temp;

    private Premises premises;
    private Browser browser;

    @BeforeEach
    void open() {
        premises = new Premises();
        browser = new Browser(premises.web.url());
    }

    @AfterEach
    void close() {
        premises.close();
    }

    @Test
    void faults_are_told_by_a_number_only() throws Exception {
        Logger.getLogger("firebreak").setLevel(Level.OFF);
        HttpResponse<String> answer = browser.get("/api/v1/test/fault");
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body())
                .contains("\"code\":\"ours\"", "\"number\":\"")
                .doesNotContain("swordfish", "Exception", "at dev.");
        browser.headers.put("Accept-Language", "ja,en;q=0.5");
        assertThat(browser.get("/api/v1/test/full").body()).contains("\"code\":\"full\"", "ディスク");
        HttpResponse<String> full = browser.get("/api/v1/test/full");
        assertThat(full.statusCode()).isEqualTo(507);
        assertThat(full.headers().firstValue("Retry-After")).contains("60");
        HttpResponse<String> away = browser.get("/api/v1/test/away");
        assertThat(away.statusCode()).isEqualTo(503);
        assertThat(away.body()).contains("\"code\":\"away\"", "データベース").doesNotContain("\"number\"");
        assertThat(away.headers().firstValue("Retry-After")).contains("5");
        assertThat(browser.get("/api/v1/test/viewer").headers().firstValue("WWW-Authenticate"))
                .contains("Bearer realm=\"firebreak\"");
        assertThat(browser.get("/nowhere").body()).contains("<html lang=\"ja\">");
    }

    @Test
    void a_part_of_a_page_sends_the_whole_page_to_the_sign_in() throws Exception {
        browser.headers.put("HX-Request", "true");
        browser.headers.put("HX-Current-URL", premises.web.url() + "/machines?q=a");
        HttpResponse<String> answer = browser.get("/machines?q=ab");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("HX-Redirect")).contains("/sign-in?back=%2Fmachines%3Fq%3Da");
        browser.headers.put("HX-Current-URL", "https://evil.example//evil");
        assertThat(browser.get("/machines").headers().firstValue("HX-Redirect")).contains("/sign-in");
    }

    @Test
    void assets_are_kept_by_browsers_and_all_that_pages_name_exist() throws Exception {
        HttpResponse<String> css = browser.get("/assets/page.css");
        assertThat(css.headers().firstValue("Content-Type")).contains("text/css; charset=utf-8");
        browser.headers.put("If-None-Match", css.headers().firstValue("ETag").orElseThrow());
        assertThat(browser.get("/assets/page.css").statusCode()).isEqualTo(304);
        browser.headers.clear();
        browser.headers.put("Accept-Encoding", "gzip");
        HttpResponse<String> packed = browser.get("/webjars/htmx.org/2.0.10/dist/htmx.min.js");
        assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(packed.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
        String layout = Files.readString(Path.of("src/main/jte/frame/layout.jte"));
        var named = java.util.regex.Pattern.compile("(?:src|href)=\"(/(?:assets|webjars)/[^\"]+)\"")
                .matcher(layout);
        int found = 0;
        while (named.find()) {
            assertThat(browser.get(named.group(1)).statusCode())
                    .as(named.group(1))
                    .isEqualTo(200);
            found++;
        }
        assertThat(found).isGreaterThan(4);
    }

    @Test
    void health_and_metrics() throws Exception {
        assertThat(browser.get("/health/live").body()).isEqualTo("ok\n");
        assertThat(browser.get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(browser.get("/metrics").statusCode()).isEqualTo(401);
        browser.headers.put("Authorization", "Bearer " + premises.key("read"));
        browser.get("/health/live");
        browser.get("/%3Cscript%3E");
        assertThat(browser.get("/metrics").body())
                .contains(
                        "firebreak_http_requests_total{method=\"GET\",route=\"/health/live\",status=\"200\"}",
                        "firebreak_machines{advisory=\"MS17-010\",status=\"vulnerable\"} 0.0",
                        "jvm_memory_used_bytes",
                        "firebreak_checkins_total{outcome=\"kept\"}")
                .doesNotContain("script");
    }

    @Test
    void no_secret_reaches_the_log() throws Exception {
        try (var heard = new Heard()) {
            String link = premises.web.firstAccount().orElseThrow();
            String code = link.substring(link.indexOf('=') + 1);
            browser.submit(
                    "/setup?code=" + code, "/setup", "code", code, "name", "root", "password", Premises.PASSWORD);
            String session = browser.cookies.get("firebreak");
            String key = premises.key("admin");
            browser.headers.put("Authorization", "Bearer " + key);
            browser.get("/api/v1/test/admin");
            browser.get("/machines?q=needle");
            String wrong = "fb_" + "Z".repeat(43);
            browser.headers.put("Authorization", "Bearer " + wrong);
            browser.get("/api/v1/test/admin");
            browser.headers.clear();
            browser.signIn("root", "wrong but secret");
            assertThat(String.join("\n", heard.lines))
                    .contains("POST /setup 303", "account:root", "refused: unknown token")
                    .doesNotContain(
                            code, session, key, wrong, Premises.PASSWORD, "wrong but secret", "needle", "_csrf");
        }
    }

    @Test
    void an_event_stream_ends_with_the_server() throws Exception {
        premises.account("aiko", Role.VIEWER);
        browser.signIn("aiko", Premises.PASSWORD);
        HttpResponse<java.io.InputStream> stream = Browser.CLIENT.send(
                browser.request("/api/v1/events")
                        .header("Accept", "text/event-stream")
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        var lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8));
        assertThat(lines.readLine()).startsWith("event: ready");
        Instant began = Instant.now();
        Thread stop = Thread.ofVirtual().start(premises.web::close);
        while (lines.readLine() != null) {
            assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(10));
        }
        stop.join();
        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void an_event_stream_ends_with_its_session() throws Exception {
        premises.account("aiko", Role.VIEWER);
        browser.signIn("aiko", Premises.PASSWORD);
        HttpResponse<java.io.InputStream> stream = Browser.CLIENT.send(
                browser.request("/api/v1/events")
                        .header("Accept", "text/event-stream")
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        var lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8));
        assertThat(lines.readLine()).startsWith("event: ready");
        browser.submit("/account", "/sign-out");
        premises.web.check();
        while (lines.readLine() != null) {
            assertThat(stream.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void files_come_in_over_the_import_page_and_nowhere_else() throws Exception {
        premises.account("aiko", Role.OPERATOR);
        browser.signIn("aiko", Premises.PASSWORD);
        String csrf = browser.csrf("/import");
        byte[] file = Files.readAllBytes(Path.of("../examples/clinic/ISHI-PC01_systeminfo.txt"));
        var body = new java.io.ByteArrayOutputStream();
        body.write(("--x\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n" + csrf
                        + "\r\n--x\r\nContent-Disposition: form-data; name=\"site\"\r\n\r\nOsaka\r\n--x\r\n"
                        + "Content-Disposition: form-data; name=\"files\"; filename=\"ISHI-PC01_systeminfo.txt\"\r\n"
                        + "Content-Type: text/plain\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.write(file);
        body.write("\r\n--x--\r\n".getBytes(StandardCharsets.UTF_8));
        for (String path : List.of("/import", "/machine/retire")) {
            HttpResponse<String> answer = browser.send(browser.request(path)
                    .header("Content-Type", "multipart/form-data; boundary=x")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                    .build());
            assertThat(answer.statusCode()).as(path).isEqualTo(path.equals("/import") ? 200 : 415);
        }
        assertThat(premises.fleet.line("ISHI-PC01")).isPresent();

        browser.headers.put("X-CSRF-Token", csrf);
        HttpResponse<String> large = browser.send(browser.request("/import")
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(HttpRequest.BodyPublishers.concat(
                        HttpRequest.BodyPublishers.ofString(
                                "--x\r\nContent-Disposition: form-data; name=\"site\"\r\n\r\nOsaka\r\n--x\r\n"
                                        + "Content-Disposition: form-data; name=\"files\"; filename=\"a\"\r\n\r\n"),
                        HttpRequest.BodyPublishers.ofByteArray(new byte[(int) Limits.FILE_BYTES + 1]),
                        HttpRequest.BodyPublishers.ofString("\r\n--x--\r\n")))
                .build());
        assertThat(large.statusCode()).isEqualTo(413);
    }

    @Test
    void a_zip_on_the_import_page_is_its_files_and_a_bomb_is_refused() throws Exception {
        premises.account("aiko", Role.OPERATOR);
        browser.signIn("aiko", Premises.PASSWORD);
        browser.headers.put("X-CSRF-Token", browser.csrf("/import"));
        HttpResponse<String> taken = upload("Osaka", "clinic.zip", zip(false));
        assertThat(taken.statusCode()).isEqualTo(200);
        assertThat(premises.fleet.line("ISHI-PC01")).isPresent();
        assertThat(premises.fleet.line("FRONT-PC02")).isPresent();
        HttpResponse<String> bomb = upload("Kyoto", "bomb.zip", zip(true));
        assertThat(bomb.body()).contains("grows more than 200 times");
        assertThat(premises.fleet.line("ISHI-PC01").orElseThrow().site()).isEqualTo("Osaka");
        assertThat(premises.audit.entries(Long.MAX_VALUE, 10))
                .filteredOn(entry -> entry.what().equals("evidence.import"))
                .hasSize(2);
    }

    private HttpResponse<String> upload(String site, String name, byte[] content) throws Exception {
        var body = new java.io.ByteArrayOutputStream();
        body.write(("--x\r\nContent-Disposition: form-data; name=\"site\"\r\n\r\n" + site
                        + "\r\n--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"" + name
                        + "\"\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.write(content);
        body.write("\r\n--x--\r\n".getBytes(StandardCharsets.UTF_8));
        return browser.send(browser.request("/import")
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                .build());
    }

    private static byte[] zip(boolean bomb) throws Exception {
        var bytes = new java.io.ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (String machine : List.of("ISHI-PC01", "FRONT-PC02")) {
                zip.putNextEntry(new ZipEntry("clinic/" + machine + "_systeminfo.txt"));
                zip.write(Files.readString(
                                Path.of("../examples/clinic/ISHI-PC01_systeminfo.txt"), StandardCharsets.UTF_16)
                        .replace("ISHI-PC01", machine)
                        .transform(text -> "\uFEFF" + text)
                        .getBytes(StandardCharsets.UTF_16LE));
            }
            if (bomb) {
                zip.putNextEntry(new ZipEntry("bomb"));
                zip.write(new byte[8 << 20]);
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void the_address_that_asks_is_the_proxys_word_only_where_there_is_one() throws Exception {
        premises.account("aiko", Role.VIEWER);
        browser.headers.put("X-Forwarded-For", "203.0.113.9");
        browser.signIn("aiko", Premises.PASSWORD);
        assertThat(premises.audit.entries(Long.MAX_VALUE, 1).getFirst().detail())
                .isEqualTo("from 127.0.0.1");
        try (var behind = new Premises(Premises.settings(null, null, null, true))) {
            behind.account("aiko", Role.VIEWER);
            var client = new Browser(behind.web.url());
            client.headers.put("X-Forwarded-For", "10.6.6.6, 203.0.113.9");
            client.signIn("aiko", Premises.PASSWORD);
            assertThat(behind.audit.entries(Long.MAX_VALUE, 1).getFirst().detail())
                    .isEqualTo("from 203.0.113.9");
        }
    }

    @Test
    void an_address_in_use_and_a_key_that_is_none_are_said() throws Exception {
        try (var taken = new ServerSocket(0, 1, java.net.InetAddress.getByName("127.0.0.1"))) {
            Logger.getLogger("io.javalin").setLevel(Level.OFF);
            Logger.getLogger("org.eclipse.jetty").setLevel(Level.OFF);
            assertThatThrownBy(() -> new Premises(new WebServer.Settings(
                            "127.0.0.1", taken.getLocalPort(), null, null, null, false, Premises.limits(100, 10))))
                    .hasRootCauseInstanceOf(java.net.BindException.class);
        }
        Path nonsense = Files.writeString(temp.resolve("key.pem"), "nonsense");
        assertThatThrownBy(() -> new Premises(Premises.settings(nonsense, nonsense, null, false)))
                .hasStackTraceContaining("CannotListen");
    }

    @Test
    void a_key_and_a_certificate_make_it_https() throws Exception {
        for (String algorithm : List.of("rsa:2048", "ec")) {
            Path key = temp.resolve(algorithm.replace(":", "") + "-key.pem");
            Path certificate = temp.resolve(algorithm.replace(":", "") + "-cert.pem");
            Tls.selfSigned(algorithm, key, certificate);
            try (var secure = new Premises(Premises.settings(key, certificate, null, false));
                    HttpClient client = HttpClient.newBuilder()
                            .sslContext(Tls.trusting(certificate))
                            .build()) {
                assertThat(secure.web.url()).startsWith("https://127.0.0.1:");
                HttpResponse<String> page = client.send(
                        HttpRequest.newBuilder(URI.create("https://localhost:" + secure.web.port() + "/sign-in"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(page.statusCode()).isEqualTo(200);
                assertThat(page.headers().firstValue("Strict-Transport-Security"))
                        .isPresent();
                assertThat(page.headers().allValues("Set-Cookie"))
                        .allSatisfy(c -> assertThat(c).startsWith("__Host-").contains("; Secure"));
                assertThat(page.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
            }
        }
    }
}
