package dev.firebreak.app.notify;

import dev.firebreak.app.io.PlainFiles;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.notice.Audience;
import dev.firebreak.core.notice.NoticeScheduler;
import dev.firebreak.core.notice.NoticeTopic;
import dev.firebreak.core.text.Language;
import dev.firebreak.core.text.Text;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code notices.json}. An invalid channel is skipped and reported; it does not stop the others. */
final class NoticeSettingsReader {

    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_SECRET_BYTES = 4096;

    private final Path file;
    private final Map<String, String> environment;
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    NoticeSettingsReader(Path file, Map<String, String> environment) {
        this.file = file;
        this.environment = environment;
    }

    List<Problem> problems() {
        return problems;
    }

    /** Null where there is no file, or where nothing of it can be used. */
    @Nullable
    NoticeSettings read(ZoneId usualZone) {
        String text;
        try {
            if (Files.notExists(file)) {
                return null;
            }
            // A byte order mark, as Windows' Notepad writes it, is no part of JSON (RFC 8259, section 8.1).
            text = PlainFiles.text(file, MAX_BYTES);
        } catch (PlainFiles.TooLarge e) {
            addProblem(0, "larger than 1 MiB: not read", "1 MiB を超えているため読み込みません");
            return null;
        } catch (IOException e) {
            problems.add(new Problem(source(), PlainFiles.why(e)));
            return null;
        }
        LocatedJson.Fields top = LocatedJson.read(text, source(), problems);
        return top == null ? null : settings(top, usualZone);
    }

    private NoticeSettings settings(LocatedJson.Fields top, ZoneId usualZone) {
        NoticeScheduler.Rules rules = rules(top, usualZone);
        Language language = language(top, Language.EN);
        List<String> advisories = top.texts("advisories");
        List<NoticeSettings.Webhook> hooks = new ArrayList<>();
        for (LocatedJson.Fields hook : top.objects("webhooks")) {
            NoticeSettings.Webhook read = hook(hook, language);
            if (read != null) {
                hooks.add(read);
            }
        }
        LocatedJson.Fields fields = top.object("mail");
        NoticeSettings.MailServer mail = fields == null ? null : mail(fields, language);
        top.reportUnknownFields();
        return new NoticeSettings(rules, advisories, hooks, mail);
    }

    private NoticeScheduler.Rules rules(LocatedJson.Fields top, ZoneId usualZone) {
        ZoneId zone = usualZone;
        String named = top.text("zone");
        if (named != null) {
            try {
                zone = ZoneId.of(named);
            } catch (DateTimeException e) {
                addProblem(top.line("zone"), "no such time zone: %s", "タイムゾーンが存在しません: %s", named);
            }
        }
        LocalTime daily = LocalTime.of(8, 0);
        String at = top.text("dailyReport");
        if ("off".equals(at)) {
            daily = null;
        } else if (at != null) {
            try {
                daily = LocalTime.parse(at);
            } catch (DateTimeException e) {
                addProblem(
                        top.line("dailyReport"), "must be a time such as 08:00, or off", "08:00 の形式の時刻か off を指定してください");
            }
        }
        Set<NoticeTopic> muted = EnumSet.noneOf(NoticeTopic.class);
        for (String id : top.texts("mute")) {
            NoticeTopic.named(id)
                    .ifPresentOrElse(
                            muted::add,
                            () -> addProblem(top.line("mute"), "no such topic: %s", "お知らせの種類が存在しません: %s", id));
        }
        String board = top.text("board");
        if (board != null && (uri(board) == null)) {
            addProblem(top.line("board"), "must be an address with http or https", "http または https の URL を指定してください");
            board = null;
        }
        int minutes = top.number("windowMinutes", 5, 24 * 60, 5);
        return new NoticeScheduler.Rules(
                Duration.ofSeconds(30), Duration.ofMinutes(minutes), daily, zone, muted, board);
    }

    private NoticeSettings.@Nullable Webhook hook(LocatedJson.Fields fields, Language usual) {
        int before = problems.size();
        String name = fields.text("name");
        String url = fields.text("url");
        Set<Audience> audiences = EnumSet.noneOf(Audience.class);
        for (String id : fields.texts("audiences")) {
            audience(id, fields.line("audiences"), audiences);
        }
        Language language = language(fields, usual);
        Secret secret = secret(fields, "secret");
        int seconds = fields.number("timeoutSeconds", 1, NoticeSettings.MAX_SECONDS, 10);
        boolean linkLocal = fields.yes("allowLinkLocal");
        fields.reportUnknownFields();
        if (name == null || !name.matches("[a-z0-9-]{1,40}") || !names.add(name)) {
            addProblem(
                    fields.line("name"),
                    "a webhook needs a \"name\" of its own: a to z, 0 to 9, hyphen",
                    "webhook には重複しない「name」が必要です（a〜z、0〜9、ハイフン）");
        }
        URI uri = url == null ? null : uri(url);
        if (uri == null) {
            addProblem(
                    fields.line("url"),
                    "a webhook needs a \"url\" with http or https, a host, and no user in it",
                    "webhook には「url」が必要です（http または https。URL にユーザー名を含めないでください）");
        }
        if (audiences.isEmpty()) {
            addProblem(fields.line("audiences"), "\"audiences\" are missing", "「audiences」を指定してください");
        }
        if (name == null || uri == null || problems.size() > before) {
            return null;
        }
        return new NoticeSettings.Webhook(
                name, uri, audiences, language, secret, Duration.ofSeconds(seconds), linkLocal);
    }

    private NoticeSettings.@Nullable MailServer mail(LocatedJson.Fields fields, Language usual) {
        int before = problems.size();
        String host = fields.text("host");
        String security = fields.text("security");
        NoticeSettings.Security how = NoticeSettings.Security.STARTTLS;
        if (security != null) {
            try {
                how = NoticeSettings.Security.valueOf(security.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                addProblem(
                        fields.line("security"),
                        "\"security\" must be starttls, tls or none",
                        "「security」は starttls、tls、none のいずれかを指定してください");
            }
        }
        int usualPort = switch (how) {
            case STARTTLS -> 587;
            case TLS -> 465;
            case NONE -> 25;
        };
        int port = fields.number("port", 1, 65_535, usualPort);
        String user = fields.text("user");
        Secret password = secret(fields, "password");
        String from = fields.text("from");
        int seconds = fields.number("timeoutSeconds", 1, NoticeSettings.MAX_SECONDS, 30);
        List<NoticeSettings.Recipients> recipients = new ArrayList<>();
        for (LocatedJson.Fields group : fields.objects("recipients")) {
            recipients(group, usual, recipients);
        }
        fields.reportUnknownFields();
        if (host == null || host.isBlank()) {
            addProblem(fields.line("host"), "\"host\" is missing", "「host」を指定してください");
        }
        if (from == null || !isAddress(from)) {
            addProblem(fields.line("from"), "\"from\" must be one mail address", "「from」にメールアドレスを 1 件指定してください");
        }
        if ((user == null) != (password == null)) {
            addProblem(fields.line("user"), "\"user\" and \"password\" go together", "「user」と「password」は両方指定してください");
        }
        if (recipients.isEmpty()) {
            addProblem(fields.line("recipients"), "\"recipients\" are missing", "「recipients」を指定してください");
        }
        if (host == null || from == null || problems.size() > before) {
            return null;
        }
        return new NoticeSettings.MailServer(
                host, port, how, user, password, from, Duration.ofSeconds(seconds), recipients);
    }

    private void recipients(LocatedJson.Fields group, Language usual, List<NoticeSettings.Recipients> to) {
        Set<Audience> audience = EnumSet.noneOf(Audience.class);
        String id = group.text("audience");
        audience(id == null ? "" : id, group.line("audience"), audience);
        Language language = language(group, usual);
        List<String> addresses = new ArrayList<>();
        for (String address : group.texts("to")) {
            if (isAddress(address)) {
                addresses.add(address);
            } else {
                addProblem(group.line("to"), "not a mail address: %s", "メールアドレスではありません: %s", address);
            }
        }
        group.reportUnknownFields();
        for (Audience one : audience) {
            var read = new NoticeSettings.Recipients(one, language, addresses);
            if (addresses.isEmpty() || !names.add(read.name())) {
                addProblem(
                        group.line(),
                        "each audience and language once, with at least one address",
                        "宛先は対象者と言語ごとに 1 回、アドレスを 1 件以上指定してください");
            } else {
                to.add(read);
            }
        }
    }

    private void audience(String id, int line, Set<Audience> to) {
        Audience.of(id)
                .ifPresentOrElse(
                        to::add,
                        () -> addProblem(
                                line,
                                "no such audience: \"%s\"; there are administrators, help_desk, management, all_staff",
                                "対象者が存在しません: 「%s」。administrators、help_desk、management、all_staff から選んでください",
                                id));
    }

    private Language language(LocatedJson.Fields fields, Language usual) {
        String told = fields.text("language");
        if (told == null) {
            return usual;
        }
        if (!told.equals("ja") && !told.equals("en")) {
            addProblem(fields.line("language"), "\"language\" must be ja or en", "「language」は ja または en を指定してください");
            return usual;
        }
        return told.equals("ja") ? Language.JA : Language.EN;
    }

    /** From a file or the environment; in the settings themselves it would be in every backup of them. */
    private @Nullable Secret secret(LocatedJson.Fields fields, String name) {
        LocatedJson.Fields from = fields.object(name);
        if (from == null) {
            return null;
        }
        String path = from.text("file");
        String variable = from.text("env");
        from.reportUnknownFields();
        String value = "";
        if (path != null && variable == null) {
            value = ofFile(path, from.line());
        } else if (variable != null && path == null) {
            value = environment.getOrDefault(variable, "");
        }
        if (value.isBlank()) {
            addProblem(
                    from.line(),
                    "\"%s\" must name a \"file\" or an \"env\" variable with something in it",
                    "「%s」には、空でない「file」または環境変数「env」のいずれかを指定してください",
                    name);
            return null;
        }
        return new Secret(value.strip());
    }

    private String ofFile(String path, int line) {
        try {
            Path secret = file.toAbsolutePath().resolveSibling(path);
            return PlainFiles.text(secret, MAX_SECRET_BYTES);
        } catch (PlainFiles.TooLarge e) {
            addProblem(line, "the file with the secret is larger than 4 KiB", "秘密情報のファイルが 4 KiB を超えています");
            return "";
        } catch (IOException | RuntimeException e) {
            return "";
        }
    }

    private static @Nullable URI uri(String text) {
        try {
            var uri = new URI(text);
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return web && uri.getHost() != null && uri.getUserInfo() == null ? uri : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static boolean isAddress(String text) {
        if (text.chars().anyMatch(c -> c < ' ' || c == 0x7F)) {
            return false;
        }
        try {
            InternetAddress[] all = InternetAddress.parse(text, true);
            return all.length == 1 && !all[0].isGroup() && all[0].getAddress().contains("@");
        } catch (AddressException e) {
            return false;
        }
    }

    private Source source() {
        return Source.of(String.valueOf(file.getFileName()));
    }

    private void addProblem(int line, String en, String ja, Object... values) {
        problems.add(new Problem(source().at(line), Text.format(en, ja, values)));
    }
}
