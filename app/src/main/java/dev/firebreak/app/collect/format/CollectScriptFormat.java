package dev.firebreak.app.collect.format;

import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.app.collect.format.table.HotfixId;
import dev.firebreak.app.collect.format.value.ArchitectureNames;
import dev.firebreak.app.collect.format.value.LocaleIds;
import dev.firebreak.app.collect.format.value.SettingEvidence;
import dev.firebreak.app.collect.format.value.WindowsDates;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.advisory.Setting;
import dev.firebreak.core.inventory.DotNetRelease;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.ComponentObserved;
import dev.firebreak.core.inventory.Evidence.FileObserved;
import dev.firebreak.core.inventory.Evidence.HotfixesListed;
import dev.firebreak.core.inventory.Evidence.LanguageObserved;
import dev.firebreak.core.inventory.Evidence.LookupFailed;
import dev.firebreak.core.inventory.Evidence.LookupKind;
import dev.firebreak.core.inventory.Evidence.OsObserved;
import dev.firebreak.core.inventory.Evidence.SettingObserved;
import dev.firebreak.core.inventory.MachineIdentity;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@code scripts/collect.cmd} writes: {@code firebreak-collect 1}, then {@code key=value} lines, then {@code end}.
 * Without {@code end} the script was stopped, and no list of it is whole. A file may hold the answers of many machines,
 * one after the other; where they ran into one another, none of it is evidence.
 */
public final class CollectScriptFormat implements Format {

    static final FormatDescription DESCRIPTION = new FormatDescription(
            "collect",
            new Text("the output of scripts/collect", "scripts/collect の出力"),
            List.of("firebreak", "cmd"),
            List.of(),
            false);

    private static final String FIRST = "firebreak-collect 1";
    private static final String LAST = "end";
    private static final String NONE = "none";
    private static final String DOT_NET_4 = ".NET Framework 4";
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm:ss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    private static final Map<String, String> PARTS = new TreeMap<>(Map.of(
            "dotnet35", ".NET Framework 3.5",
            "dotnet30", ".NET Framework 3.0",
            "dotnet20", ".NET Framework 2.0",
            "dotnet11", ".NET Framework 1.1",
            "flash-player", "Adobe Flash Player",
            "iis", "Internet Information Services",
            "journal", "Windows Journal",
            "media-player", "Windows Media Player"));
    private static final Text STOPPED =
            new Text("the script was stopped before its end: run it again", "スクリプトが途中で止まっています。もう一度実行してください");
    private static final Text NO_LIST =
            new Text("the script could not list the hotfixes", "スクリプトが更新プログラムの一覧を取得できませんでした");
    private static final Text PART_OF_LIST =
            new Text("the script could list some of the hotfixes only", "スクリプトが取得できた更新プログラムは一部だけです");
    private static final Text NO_VERSION =
            new Text("the script could not determine the version of Windows", "スクリプトが Windows のバージョンを取得できませんでした");
    private static final Text NO_FILE =
            new Text("the script could not read the version of srv.sys", "スクリプトが srv.sys のバージョンを取得できませんでした");
    private static final Text NO_SMB1 =
            new Text("the script could not read the state of SMBv1", "スクリプトが SMBv1 の状態を取得できませんでした");

    @Override
    public FormatDescription description() {
        return DESCRIPTION;
    }

    @Override
    public boolean fits(DecodedFile content) {
        List<String> lines = content.lines();
        for (int i = 0; i < Math.min(3, lines.size()); i++) {
            if (lines.get(i).strip().equals(FIRST)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Read<EvidencePart> read(DecodedFile content) {
        List<EvidencePart> pieces = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        List<String> lines = content.lines();
        // A line that was cut may say less than was meant: only whole lines are read, and "end" is one of them.
        int whole =
                lines.size() - (content.text().endsWith("\n") || content.text().endsWith("\r") ? 0 : 1);
        @Nullable Answer answer = null;
        for (int i = 0; i < lines.size(); i++) {
            String text = lines.get(i).strip();
            if (text.equals(FIRST)) {
                // Many machines may write one after the other into one file: what one has, the next need not have.
                finish(answer, pieces, problems);
                answer = new Answer(content.source().at(i + 1));
            } else if (answer != null && (i < whole || text.equals(LAST))) {
                answer.line(text);
            }
        }
        finish(answer, pieces, problems);
        return new Read<>(pieces, problems);
    }

    private static void finish(@Nullable Answer answer, List<EvidencePart> pieces, List<Problem> problems) {
        if (answer == null) {
            return;
        }
        Source source = answer.source;
        if (answer.mixed != null) {
            Text mixed = Text.format(
                    "\"%s\" occurs twice: the outputs of several machines are mixed, so none of it is used; "
                            + "write one file a machine",
                    "「%s」が 2 回書かれています。複数の端末の出力が混ざっているため、内容を根拠にしません。1 台 1 ファイルで収集してください", answer.mixed);
            problems.add(new Problem(source, mixed));
            // Whose words these are nobody knows: each machine that is named is one of which nothing is known.
            for (String machine : answer.machines) {
                pieces.add(EvidencePart.of(
                        machine,
                        List.of(
                                new LookupFailed(LookupKind.OPERATING_SYSTEM, mixed, source),
                                new LookupFailed(LookupKind.HOTFIXES, mixed, source)),
                        source));
            }
            return;
        }
        if (!answer.ended) {
            problems.add(new Problem(source, STOPPED));
        }
        pieces.add(answer.piece());
    }

    /** What one run of the script wrote. */
    private static final class Answer {
        private final Source source;
        private final Map<String, String> values = new LinkedHashMap<>();
        private final List<String> hotfixes = new ArrayList<>();
        private final List<String> traces = new ArrayList<>();
        private final Set<String> machines = new LinkedHashSet<>();
        private @Nullable String mixed;
        private boolean ended;

        Answer(Source source) {
            this.source = source;
        }

        void line(String text) {
            int equals = text.indexOf('=');
            if (text.equals(LAST)) {
                mixed = ended ? LAST : mixed;
                ended = true;
            } else if (equals > 0) {
                String key = text.substring(0, equals).strip();
                String value = text.substring(equals + 1).strip();
                if (ended) {
                    mixed = key;
                } else if (key.equals("hotfix")) {
                    hotfixes.add(value);
                } else if (key.equals("trace")) {
                    traces.add(value);
                } else if (values.putIfAbsent(key, value) != null) {
                    mixed = key;
                }
                if (key.equals("machine") && !value.isEmpty()) {
                    machines.add(value);
                }
            }
        }

        EvidencePart piece() {
            List<Evidence> evidence = new ArrayList<>();
            evidence.add(system(values, source));
            String locale = LocaleIds.tag(values.getOrDefault("locale-lcid", ""));
            String display = LocaleIds.tag(values.getOrDefault("display-lcid", ""));
            if (locale != null || display != null) {
                evidence.add(new LanguageObserved(locale, display, source));
            }
            evidence.add(list(hotfixes, ended, values.get("hotfixes"), source));
            evidence.add(file(values, source));
            evidence.add(smb1(values.get("smb1"), source));
            evidence.addAll(SettingEvidence.settings(values, source));
            evidence.addAll(components(values, ended, source));
            evidence.addAll(SettingEvidence.traces(traces, values.get("traces"), source));
            String machine = values.get("machine");
            return new EvidencePart(
                    machine == null || machine.isEmpty() ? null : machine,
                    MachineIdentity.of(values.get("product-id"), values.get("hardware-id")),
                    collected(values.getOrDefault("collected", "")),
                    WindowsDates.read(values.get("boot"), List.of(), null),
                    null,
                    null,
                    List.of(),
                    List.of(),
                    evidence,
                    source);
        }
    }

    /** {@code 2017/05/14 18:00:00 +540}: the machine's wall clock and its minutes ahead of UTC; null for anything else. */
    private static @Nullable Instant collected(String value) {
        if (!value.matches("\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d [+-]\\d{3}")) {
            return null;
        }
        int zone = value.indexOf(' ', value.indexOf(' ') + 1);
        try {
            return LocalDateTime.parse(value.substring(0, zone), CLOCK)
                    .toInstant(ZoneOffset.UTC)
                    .minus(Duration.ofMinutes(Integer.parseInt(value.substring(zone + 1))));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Evidence system(Map<String, String> values, Source source) {
        Build build = Build.parse(values.getOrDefault("version", "")).orElse(null);
        if (build == null) {
            return new LookupFailed(LookupKind.OPERATING_SYSTEM, NO_VERSION, source);
        }
        String revision = values.getOrDefault("revision", "");
        if (!build.hasRevision() && revision.matches("0x[0-9a-fA-F]{1,6}")) {
            build = build.withRevision(Integer.parseInt(revision.substring(2), 16));
        } else if (!build.hasRevision() && revision.matches("\\d{1,6}")) {
            build = build.withRevision(Integer.parseInt(revision));
        }
        String pack = values.getOrDefault("service-pack", "");
        String caption = values.getOrDefault("caption", "");
        return new OsObserved(
                caption.isEmpty() ? null : caption,
                build,
                pack.matches("\\d") ? Integer.valueOf(pack) : null,
                ArchitectureNames.of(values.getOrDefault("architecture", "")),
                null,
                source);
    }

    private static Evidence list(List<String> hotfixes, boolean ended, @Nullable String look, Source source) {
        KbSet ids = KbSet.of(
                hotfixes.stream().flatMap(h -> HotfixId.update(h).stream()).toList());
        boolean odd = hotfixes.stream().anyMatch(h -> HotfixId.parse(h) instanceof HotfixId.Unreadable);
        if (ids.isEmpty()) {
            // No Windows in the field is without a single update: the look failed.
            return new LookupFailed(LookupKind.HOTFIXES, NO_LIST, source);
        }
        if (!ended) {
            return HotfixesListed.partial(ids, STOPPED, source);
        }
        return "ok".equals(look) && !odd
                ? HotfixesListed.whole(ids, source)
                : HotfixesListed.partial(ids, PART_OF_LIST, source);
    }

    private static Evidence file(Map<String, String> values, Source source) {
        Build version = Build.parse(values.getOrDefault("srv.sys", "")).orElse(null);
        return version == null || !version.hasRevision()
                ? new LookupFailed(LookupKind.FILE_VERSION, NO_FILE, source)
                : new FileObserved("C:\\Windows\\System32\\drivers\\srv.sys", version, source);
    }

    /**
     * Parts of Windows: "none" where the script looked and found nothing; of a script that was stopped that is not believed. Any other value that is not known tells nothing, and
     * neither does a key that is missing, as in outputs of older scripts.
     */
    private static List<Evidence> components(Map<String, String> values, boolean ended, Source source) {
        List<Evidence> parts = new ArrayList<>();
        String release = values.getOrDefault("dotnet4-release", "");
        int number = number(release);
        boolean installed = number(values.getOrDefault("dotnet4", "")) == 1;
        if (number > 0) {
            String version = DotNetRelease.version(number).orElse(null);
            parts.add(new ComponentObserved(DOT_NET_4, version, true, source));
        } else if (release.equals(NONE) && installed) {
            // 4.0 had no Release yet.
            parts.add(new ComponentObserved(DOT_NET_4, "4", true, source));
        } else if (release.equals(NONE) && values.getOrDefault("dotnet4", "").equals(NONE)) {
            parts.add(new ComponentObserved(DOT_NET_4, null, false, source));
        }
        String explorer = values.getOrDefault("internet-explorer", "");
        if (explorer.matches("\\d{1,2}(\\.\\d+){1,3}")) {
            parts.add(new ComponentObserved("Internet Explorer", explorer, true, source));
        }
        PARTS.forEach((key, component) -> {
            String value = values.getOrDefault(key, "");
            if (value.equals("yes") || number(value) > 0) {
                parts.add(new ComponentObserved(component, null, true, source));
            } else if (value.equals(NONE)) {
                parts.add(new ComponentObserved(component, null, false, source));
            }
        });
        if (!ended) {
            parts.removeIf(part -> part instanceof ComponentObserved seen && !seen.installed());
        }
        return parts;
    }

    /** A number of the registry, {@code 0x8238c}; 0 for anything else. */
    private static int number(String value) {
        return value.matches("0x[0-9a-fA-F]{1,6}") ? Integer.parseInt(value.substring(2), 16) : 0;
    }

    private static Evidence smb1(@Nullable String value, Source source) {
        return switch (value == null ? "" : value.toLowerCase(Locale.ROOT)) {
            case "enabled" -> new SettingObserved(Setting.SMB1_SERVER, "enabled", source);
            case "disabled" -> new SettingObserved(Setting.SMB1_SERVER, "disabled", source);
            default -> new LookupFailed(LookupKind.SMB1, NO_SMB1, source);
        };
    }
}
