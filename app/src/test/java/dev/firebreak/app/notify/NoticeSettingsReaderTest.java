package dev.firebreak.app.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.notice.NoticeTopic;
import dev.firebreak.core.text.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoticeSettingsReaderTest {

    private static final Map<String, String> ENVIRONMENT = Map.of("SMTP", "himitsu\n");

    @TempDir
    Path folder;

    @Test
    void everything_that_the_documentation_shows() throws Exception {
        Files.writeString(folder.resolve("chat.key"), "shared\n");
        String shown = Files.readString(
                Path.of("").toAbsolutePath().resolveSibling("docs").resolve("server.md"));
        String example = shown.replaceFirst("(?s).*```json\\n(\\{\\n  \"language\".*?)```.*", "$1");
        NoticeSettingsReader reader = reader("\uFEFF" + example, Map.of("FIREBREAK_SMTP_PASSWORD", "himitsu"));
        NoticeSettings settings = reader.read(ZoneId.of("UTC"));
        assertThat(reader.problems()).isEmpty();
        assertThat(settings).isNotNull();
        assertThat(settings.rules().zone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
        assertThat(settings.rules().dailyAt()).isEqualTo(LocalTime.of(8, 0));
        assertThat(settings.webhooks()).singleElement().satisfies(hook -> {
            assertThat(hook.language()).isEqualTo(Language.JA);
            assertThat(hook.secret()).hasToString("***");
        });
        assertThat(settings.mail()).isNotNull();
        assertThat(settings.mail().recipients()).hasSizeGreaterThan(2);
        assertThat(settings.toString()).doesNotContain("himitsu", "shared");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # settings                                                                       | complaint
            {"webhooks": [{"name":"a","url":"ftp://x/","audiences":["management"]}]}         | 1: a webhook needs a "url"
            {"webhooks": [{"name":"a","url":"http://u:p@x/","audiences":["management"]}]}    | 1: a webhook needs a "url"
            {"webhooks": [{"name":"../a","url":"http://x/","audiences":["management"]}]}     | 1: a webhook needs a "name"
            {"webhooks": [{"name":"a","url":"http://x/","audiences":["everybody"]}]}         | 1: no such audience
            {"webhooks": ["http://x/"]}                                                      | 1: "webhooks" must hold objects
            {"webhooks": "http://x/"}                                                        | 1: "webhooks" must be a list
            {"dailyReport": "8 o'clock"}                                                     | 1: must be a time
            {"zone": "Osaka"}                                                                | 1: no such time zone
            {"windowMinutes": 1}                                                             | 1: "windowMinutes" must be between
            {"windowMinutes": 99999999999999999999}                                          | 1: "windowMinutes" must be a whole number
            {"mute": ["noise"]}                                                              | 1: no such topic
            {"languge": "ja"}                                                                | 1: "languge" is not a setting
            {"zone": "UTC", "zone": "UTC"}                                                   | 1: "zone" is there twice
            {"mail": {"host":"h","from":"a@b","user":"u","recipients":[]}}                   | 1: "user" and "password"
            {"mail": {"host":"h","from":"a@b, c@d","recipients":[]}}                         | 1: "from" must be one
            {"mail": {"host":"h","from":"a@b","security":"ssl","recipients":[]}}             | 1: "security" must be
            {"mail": {"host":"h","from":"a@b","password":{"env":"NONE"},"user":"u"}}         | 1: "password" must name
            {"mail": {"host":"h","from":"a@b","password":"himitsu","user":"u"}}              | 1: "password" must be an object
            {"zone"                                                                          | 1: not valid JSON
            []                                                                               | 1: must begin with {
            {} {}                                                                            | 1: something follows
            """)
    void what_is_wrong_is_said_with_its_line(String json, String complaint) throws IOException {
        NoticeSettingsReader reader = reader(json, ENVIRONMENT);
        reader.read(ZoneId.of("UTC"));
        assertThat(told(reader)).anyMatch(said -> said.startsWith(complaint));
        assertThat(told(reader)).noneMatch(said -> said.contains("himitsu"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # in the settings  | the topic
            vulnerable         | VULNERABLE
            vulnerable_again   | VULNERABLE_AGAIN
            exposed            | VULNERABLE
            exposed_again      | VULNERABLE_AGAIN
            daily              | DAILY
            """)
    void topics_are_muted_by_their_names_and_by_those_of_earlier_versions(String name, NoticeTopic topic)
            throws IOException {
        NoticeSettingsReader reader = reader("{\"mute\": [\"" + name + "\"]}", ENVIRONMENT);
        NoticeSettings settings = reader.read(ZoneId.of("UTC"));
        assertThat(reader.problems()).isEmpty();
        assertThat(settings.rules().muted()).containsExactly(topic);
    }

    @Test
    void the_line_is_the_line() throws IOException {
        NoticeSettingsReader reader =
                reader("{\n \"language\": \"ja\",\n \"webhooks\": [\n  {\"name\": 7}\n ]\n}", ENVIRONMENT);
        reader.read(ZoneId.of("UTC"));
        assertThat(told(reader)).contains("4: \"name\" must be text in quotes");
    }

    @Test
    void a_faulty_channel_does_not_stop_the_others() throws IOException {
        NoticeSettingsReader reader = reader("""
                {"webhooks": [{"name": "bad", "url": "nowhere", "audiences": ["management"]},
                              {"name": "good", "url": "https://x.example/", "audiences": ["management"]}],
                 "mail": {"host": "h", "from": "a@example.jp", "user": "u", "password": {"env": "SMTP"},
                          "recipients": [{"audience": "management", "to": ["b@example.jp"]}]}}
                """, ENVIRONMENT);
        NoticeSettings settings = reader.read(ZoneId.of("UTC"));
        assertThat(settings).isNotNull();
        assertThat(settings.webhooks()).extracting(NoticeSettings.Webhook::name).containsExactly("good");
        assertThat(settings.mail()).isNotNull();
        assertThat(told(reader)).hasSize(1);
    }

    @Test
    void no_file_is_no_fault() throws IOException {
        var reader = new NoticeSettingsReader(folder.resolve("none.json"), Map.of());
        assertThat(reader.read(ZoneId.of("UTC"))).isNull();
        assertThat(reader.problems()).isEmpty();
    }

    @Test
    void bytes_that_are_no_text_and_depth_without_end() throws IOException {
        Files.write(folder.resolve("notices.json"), new byte[] {(byte) 0x82, (byte) 0xA0, (byte) 0xFF});
        var bytes = new NoticeSettingsReader(folder.resolve("notices.json"), Map.of());
        assertThat(bytes.read(ZoneId.of("UTC"))).isNull();
        assertThat(bytes.problems()).hasSize(1);
        NoticeSettingsReader deep = reader("{\"a\":" + "[".repeat(100_000), ENVIRONMENT);
        assertThat(deep.read(ZoneId.of("UTC"))).isNull();
        assertThat(deep.problems()).hasSize(1);
    }

    private NoticeSettingsReader reader(@Nullable String json, Map<String, String> environment) throws IOException {
        return new NoticeSettingsReader(Files.writeString(folder.resolve("notices.json"), json), environment);
    }

    private static List<String> told(NoticeSettingsReader reader) {
        return reader.problems().stream()
                .map(c -> c.source().line() + ": " + c.what().en())
                .toList();
    }
}
