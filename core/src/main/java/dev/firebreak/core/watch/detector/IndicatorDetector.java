package dev.firebreak.core.watch.detector;

import dev.firebreak.core.text.Text;
import dev.firebreak.core.watch.Detection;
import dev.firebreak.core.watch.Detector;
import dev.firebreak.core.watch.DetectorStep;
import dev.firebreak.core.watch.Event;
import dev.firebreak.core.watch.Indicator;
import dev.firebreak.core.watch.Indicator.Kind;
import dev.firebreak.core.watch.Indicators;
import dev.firebreak.core.watch.Rules;
import dev.firebreak.core.watch.Severity;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Events that carry an indicator: a domain, address, URL, file name, service or hash. Kill-switch names have rules of their own. A match is a
 * lead, told once for each connection, machine or mail and indicator.
 */
public final class IndicatorDetector implements Detector<Boolean> {

    private static final Pattern HASH =
            Pattern.compile("(?i)(?<![0-9a-f])([0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})(?![0-9a-f])");
    private static final Pattern HOST_OF_URL = Pattern.compile("(?i)^[a-z][a-z0-9+.-]{1,10}://(?:[^/@]*@)?([^/:?#]+)");

    private final Indicators indicators;
    private final Map<String, Indicator> byValue = new HashMap<>();

    public IndicatorDetector(Indicators indicators) {
        this.indicators = indicators;
        for (Indicator indicator : indicators.all()) {
            byValue.put(indicator.kind() + " " + indicator.value().toLowerCase(Locale.ROOT), indicator);
        }
    }

    @Override
    public String name() {
        return "indicator";
    }

    @Override
    public Boolean initial() {
        return false;
    }

    @Override
    @Nullable
    public String key(Event event) {
        Indicator found = match(event);
        return found == null ? null : place(event) + " " + found.kind() + " " + found.value();
    }

    private static String place(Event event) {
        return switch (event) {
            case Event.MailPart part -> part.message();
            case Event.FileOperation operation -> operation.flow().source();
            case Event.DnsQuery query -> query.flow().source();
            default -> event.flow().id();
        };
    }

    @Override
    public Duration memory() {
        return Duration.ofHours(1);
    }

    @Override
    public DetectorStep<Boolean> step(Boolean isTold, Event event) {
        Indicator found = isTold ? null : match(event);
        if (found == null) {
            return DetectorStep.to(isTold);
        }
        Text because = Text.format(
                "%s of %s: %s", "%2$s の痕跡（%1$s）: %3$s", kind(found.kind()), found.campaign(), found.value());
        return DetectorStep.found(true, Detection.of(event, Rules.INDICATOR, Severity.HIGH, because));
    }

    private static Text kind(Kind kind) {
        return switch (kind) {
            case DOMAIN -> new Text("domain", "ドメイン名");
            case FILE_NAME -> new Text("file name", "ファイル名");
            case SHA256, SHA1, MD5 -> new Text("file hash", "ファイルのハッシュ値");
            case SERVICE -> new Text("service", "サービス名");
            case URL -> Text.same("URL");
            case ADDRESS -> new Text("address", "アドレス");
        };
    }

    @Nullable
    private Indicator match(Event event) {
        return switch (event) {
            case Event.ConnectionAttempt attempt -> address(attempt.flow().target());
            case Event.SmbCommand command -> null;
            case Event.DnsQuery query -> domain(query.name());
            case Event.HttpRequest request -> {
                Indicator host = request.host() == null ? null : host(request.host());
                yield host != null ? host : url("http://" + request.host() + request.path());
            }
            case Event.FileOperation operation -> {
                Indicator old = fileName(operation.path());
                yield old != null || operation.newPath() == null ? old : fileName(operation.newPath());
            }
            case Event.LogRecord logged -> logged(logged);
            case Event.MailPart part ->
                switch (part.kind()) {
                    case ATTACHMENT -> {
                        Indicator hash = part.sha256() == null ? null : value(Kind.SHA256, part.sha256());
                        yield hash != null ? hash : fileName(part.value());
                    }
                    case LINK -> {
                        Indicator url = url(part.value());
                        yield url != null ? url : hostOf(part.value());
                    }
                    case SENDER -> mailHost(part.value().substring(part.value().lastIndexOf('@') + 1));
                };
        };
    }

    @Nullable
    private Indicator logged(Event.LogRecord logged) {
        for (Map.Entry<String, String> field : logged.fields().entrySet()) {
            String name = field.getKey().toLowerCase(Locale.ROOT);
            String value = field.getValue();
            Indicator found = null;
            if (name.contains("hash") || name.equals("sha256") || name.equals("sha1") || name.equals("md5")) {
                found = hashes(value);
            } else if (name.endsWith("ip") || name.contains("address")) {
                found = address(value);
            } else if (name.contains("hostname") || name.contains("queryname") || name.equals("query")) {
                found = host(value);
            } else if (name.contains("servicename")) {
                found = value(Kind.SERVICE, value);
            } else if (name.contains("image")
                    || name.contains("filename")
                    || name.contains("processname")
                    || name.contains("relativetargetname")
                    || name.contains("objectname")
                    || name.equals("servicefilename")) {
                found = fileName(value);
            }
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    @Nullable
    private Indicator hashes(String text) {
        Matcher hash = HASH.matcher(text);
        while (hash.find()) {
            String value = hash.group(1);
            Kind kind = switch (value.length()) {
                case 64 -> Kind.SHA256;
                case 40 -> Kind.SHA1;
                default -> Kind.MD5;
            };
            Indicator found = value(kind, value);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    @Nullable
    private Indicator hostOf(String url) {
        Matcher host = HOST_OF_URL.matcher(url);
        return host.find() ? mailHost(host.group(1)) : null;
    }

    /** In a mail a kill-switch name is an indicator as any other: nobody has asked for it yet. */
    @Nullable
    private Indicator mailHost(String host) {
        Indicator found = indicators.ofDomain(host).orElse(null);
        return found != null ? found : address(host);
    }

    @Nullable
    private Indicator host(String host) {
        Indicator name = domain(host);
        return name != null ? name : address(host);
    }

    @Nullable
    private Indicator domain(String name) {
        return indicators
                .ofDomain(name)
                .filter(found -> !found.id().equals(Indicators.WANNACRY_KILL_SWITCH))
                .orElse(null);
    }

    @Nullable
    private Indicator address(@Nullable String address) {
        return address == null ? null : value(Kind.ADDRESS, address);
    }

    @Nullable
    private Indicator url(String url) {
        return value(Kind.URL, url);
    }

    @Nullable
    private Indicator fileName(String path) {
        int slash = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
        return value(Kind.FILE_NAME, path.substring(slash + 1));
    }

    @Nullable
    private Indicator value(Kind kind, String value) {
        return byValue.get(kind + " " + value.strip().toLowerCase(Locale.ROOT));
    }
}
