package dev.firebreak.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.mirror.PackageFixtures;
import dev.firebreak.app.mirror.PackageStore;
import dev.firebreak.app.mirror.StoredPackage;
import dev.firebreak.app.mirror.StoredPackage.Standing;
import dev.firebreak.core.access.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packages over HTTP, as BITS, curl and PowerShell ask for them; over a plain socket, so that no client mends anything. */
class PackageContentTest {

    private static final String NAME = "WindowsXP-KB4012598-x86-Custom-ENU.exe";

    @TempDir
    Path folder;

    private Premises premises;
    private String token;
    private StoredPackage stored;
    private byte[] bytes;
    private String path;

    @BeforeEach
    void open() throws IOException {
        premises = Premises.withApi(folder);
        bytes = new byte[100_000];
        new java.util.Random(1).nextBytes(bytes);
        stored = PackageFixtures.put(PackageStore.of(premises.packageFolder), NAME, bytes, Standing.ACCEPTED);
        path = "/api/v1/packages/" + stored.sha256() + "/" + NAME;
        token = premises.site("Osaka");
    }

    @AfterEach
    void close() {
        premises.close();
    }

    /** An answer as it came over the wire. */
    record Answer(int status, Map<String, String> headers, byte[] body) {}

    private Answer ask(String method, String at, String... headers) throws IOException {
        try (var socket = new Socket(
                InetAddress.getLoopbackAddress(),
                java.net.URI.create(premises.web.url()).getPort())) {
            socket.setSoTimeout(20_000);
            var request =
                    new StringBuilder(method + " " + at + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
            for (String header : headers) {
                request.append(header).append("\r\n");
            }
            socket.getOutputStream().write((request + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return read(socket.getInputStream().readAllBytes());
        }
    }

    private static Answer read(byte[] all) {
        String text = new String(all, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        String[] lines = text.substring(0, end).split("\r\n");
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        byte[] body = java.util.Arrays.copyOfRange(all, end + 4, all.length);
        return new Answer(Integer.parseInt(lines[0].split(" ")[1]), headers, body);
    }

    private Answer get(String... headers) throws IOException {
        return ask("GET", path, with(headers));
    }

    private String[] with(String... headers) {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "Authorization: Bearer " + token;
        return all;
    }

    private byte[] part(int from, int to) {
        return java.util.Arrays.copyOfRange(bytes, from, to);
    }

    @Test
    void the_whole_comes_with_length_tag_and_a_name() throws IOException {
        Answer answer = get();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(bytes);
        assertThat(answer.headers())
                .containsEntry("content-length", "100000")
                .containsEntry("etag", '"' + stored.sha256() + '"')
                .containsEntry("accept-ranges", "bytes")
                .containsEntry("content-type", "application/octet-stream")
                .containsKey("last-modified")
                .doesNotContainKey("content-encoding");
        assertThat(answer.headers().get("content-disposition")).contains(NAME);
        Answer head = ask("HEAD", path, with("Range: bytes=0-1"));
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers()).containsEntry("content-length", "100000");
        // What packs answers for others must not pack this one: ranges are of the bytes that the hash is of.
        assertThat(get("Accept-Encoding: gzip").body()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-99, 0, 100",
        "bytes=99900-, 99900, 100000",
        "bytes=-10, 99990, 100000",
        "bytes=-200000, 0, 100000",
        "bytes=99999-99999, 99999, 100000",
        "bytes=50000-900000, 50000, 100000",
        "BYTES=5-6, 5, 7"
    })
    void one_range_comes_as_206(String range, int from, int to) throws IOException {
        Answer answer = get("Range: " + range);
        assertThat(answer.status()).isEqualTo(206);
        assertThat(answer.body()).isEqualTo(part(from, to));
        assertThat(answer.headers())
                .containsEntry("content-range", "bytes " + from + "-" + (to - 1) + "/100000")
                .containsEntry("content-length", Integer.toString(to - from));
    }

    @Test
    void several_ranges_come_as_parts() throws IOException {
        Answer answer = get("Range: bytes=0-4, 99998-, -1");
        assertThat(answer.status()).isEqualTo(206);
        String type = answer.headers().get("content-type");
        assertThat(type).startsWith("multipart/byteranges; boundary=");
        String boundary = type.substring(type.indexOf('=') + 1);
        String body = new String(answer.body(), StandardCharsets.ISO_8859_1);
        assertThat(answer.headers()).containsEntry("content-length", Integer.toString(answer.body().length));
        String[] parts = body.split("\r\n--" + boundary);
        assertThat(parts).hasSize(5);
        assertThat(parts[4]).isEqualTo("--\r\n");
        int[][] expected = {{0, 5}, {99_998, 100_000}, {99_999, 100_000}};
        for (int i = 0; i < 3; i++) {
            assertThat(parts[i + 1])
                    .contains("Content-Range: bytes " + expected[i][0] + "-" + (expected[i][1] - 1) + "/100000");
            assertThat(parts[i + 1].substring(parts[i + 1].indexOf("\r\n\r\n") + 4))
                    .isEqualTo(new String(part(expected[i][0], expected[i][1]), StandardCharsets.ISO_8859_1));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        bytes=100000-       | 416
        bytes=-0            | 416
        bytes=200000-300000 | 416
        bytes=5-4           | 200
        bytes=              | 200
        bytes=a-b           | 200
        bytes=--1           | 200
        bytes=1-2-3         | 200
        lines=1-2           | 200
        bytes=99999999999999999999-   | 200
        bytes=0-,0-,0-      | 200
        bytes=0-0,1-1,2-2,3-3,4-4,5-5,6-6,7-7,8-8,9-9,10-10,11-11,12-12,13-13,14-14,15-15,16-16 | 200
        """)
    void ranges_outside_or_of_no_form(String range, int status) throws IOException {
        Answer answer = get("Range: " + range);
        assertThat(answer.status()).isEqualTo(status);
        if (status == 416) {
            assertThat(answer.headers()).containsEntry("content-range", "bytes */100000");
        } else {
            assertThat(answer.body()).isEqualTo(bytes);
        }
    }

    @Test
    void conditions_decide_before_ranges() throws IOException {
        String tag = '"' + stored.sha256() + '"';
        String modified = get().headers().get("last-modified");
        Object[][] table = {
            {304, "If-None-Match: " + tag},
            {304, "If-None-Match: W/" + tag},
            {304, "If-None-Match: \"other\", " + tag},
            {304, "If-None-Match: *"},
            {200, "If-None-Match: \"other\""},
            {304, "If-Modified-Since: " + modified},
            {200, "If-Modified-Since: Mon, 01 Jan 2001 00:00:00 GMT"},
            {200, "If-Modified-Since: yesterday"},
            {200, "If-Match: " + tag},
            {412, "If-Match: W/" + tag},
            {412, "If-Match: \"other\""},
            {200, "If-Unmodified-Since: " + modified},
            {412, "If-Unmodified-Since: Mon, 01 Jan 2001 00:00:00 GMT"},
        };
        for (Object[] row : table) {
            Answer answer = get((String) row[1]);
            assertThat(answer.status()).as((String) row[1]).isEqualTo(row[0]);
            if ((int) row[0] != 200) {
                assertThat(answer.body()).as((String) row[1]).isEmpty();
            }
        }
    }

    @Test
    void a_range_under_If_Range_goes_on_only_with_the_same_bytes() throws IOException {
        String modified = get().headers().get("last-modified");
        assertThat(get("Range: bytes=10-19", "If-Range: \"" + stored.sha256() + '"')
                        .status())
                .isEqualTo(206);
        assertThat(get("Range: bytes=10-19", "If-Range: " + modified).status()).isEqualTo(206);
        for (String other :
                new String[] {"\"other\"", "W/\"" + stored.sha256() + '"', "Mon, 01 Jan 2001 00:00:00 GMT", "nonsense"
                }) {
            assertThat(get("Range: bytes=10-19", "If-Range: " + other).status())
                    .as(other)
                    .isEqualTo(200);
        }
    }

    @Test
    void a_package_needs_a_token_and_an_approval() throws IOException {
        assertThat(ask("GET", path).status()).isEqualTo(401);
        assertThat(ask("GET", path, "Authorization: Bearer fb_wrong").status()).isEqualTo(401);
        StoredPackage waits = PackageFixtures.put(
                PackageStore.of(premises.packageFolder), "waits.exe", new byte[] {1}, Standing.QUARANTINED);
        assertThat(ask("GET", "/api/v1/packages/" + waits.sha256() + "/waits.exe", with())
                        .status())
                .isEqualTo(404);
        assertThat(ask("GET", "/api/v1/packages/" + stored.sha256() + "/other.exe", with())
                        .status())
                .isEqualTo(404);
        assertThat(ask("GET", "/api/v1/packages/" + "0".repeat(64) + "/" + NAME, with())
                        .status())
                .isEqualTo(404);
        assertThat(ask("GET", "/api/v1/packages/..%2f..%2fetc/passwd", with()).status())
                .isIn(400, 404);
        // Bytes that are not of the recorded size.
        Path object = premises.packageFolder.resolve(
                "packages/objects/" + stored.sha256().substring(0, 2) + "/" + stored.sha256());
        Files.write(object, part(0, 99_999));
        assertThat(get().status()).isEqualTo(404);
    }

    @Test
    void signed_in_users_can_download_too() throws IOException, InterruptedException {
        String at = "/packages/" + stored.sha256() + "/" + NAME;
        assertThat(ask("GET", at).status()).isEqualTo(303);
        premises.account("aiko", Role.VIEWER);
        var browser = new Browser(premises.web.url());
        browser.signIn("aiko", Premises.PASSWORD);
        String cookie = browser.cookies.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(java.util.stream.Collectors.joining("; "));
        Answer answer = ask("GET", at, "Cookie: " + cookie, "Range: bytes=1-3");
        assertThat(answer.status()).isEqualTo(206);
        assertThat(answer.body()).isEqualTo(part(1, 4));
    }
}
