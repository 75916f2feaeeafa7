package dev.firebreak.app.collect;

import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.advisory.Wording;
import dev.firebreak.core.inventory.Complaint;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.FileSeen;
import dev.firebreak.core.inventory.Evidence.HotfixesListed;
import dev.firebreak.core.inventory.Evidence.LanguageSeen;
import dev.firebreak.core.inventory.Evidence.Look;
import dev.firebreak.core.inventory.Evidence.LookFailed;
import dev.firebreak.core.inventory.Evidence.OsSeen;
import dev.firebreak.core.inventory.Evidence.Smb1Seen;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Smb1;
import dev.firebreak.core.inventory.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code scripts/collect.cmd} writes: {@code firebreak-collect 1}, then {@code key=value} lines, then {@code end}.
 * Without {@code end} the script was stopped, and no list of it is whole.
 */
final class CollectScriptFormat implements Format {

    private static final String FIRST = "firebreak-collect 1";
    private static final Wording STOPPED =
            new Wording("the script was stopped before its end: run it again", "スクリプトが途中で止まっています。もう一度実行してください");
    private static final Wording NO_LIST =
            new Wording("the script could not list the hotfixes", "スクリプトが更新プログラムの一覧を取得できませんでした");
    private static final Wording NO_VERSION =
            new Wording("the script could not tell the version of Windows", "スクリプトが Windows のバージョンを取得できませんでした");
    private static final Wording NO_FILE =
            new Wording("the script could not read the version of srv.sys", "スクリプトが srv.sys のバージョンを取得できませんでした");
    private static final Wording NO_SMB1 =
            new Wording("the script could not read the state of SMBv1", "スクリプトが SMBv1 の状態を取得できませんでした");

    @Override
    public boolean fits(Content content) {
        return content.lines().stream().limit(3).anyMatch(l -> l.strip().equals(FIRST));
    }

    @Override
    public Read<Piece> read(Content content) {
        Source source = content.source();
        Map<String, String> values = new LinkedHashMap<>();
        List<String> hotfixes = new ArrayList<>();
        List<Complaint> complaints = new ArrayList<>();
        boolean ended = false;
        for (String line : content.lines()) {
            String text = line.strip();
            ended |= text.equals("end");
            int equals = text.indexOf('=');
            if (equals > 0) {
                String key = text.substring(0, equals).strip();
                String value = text.substring(equals + 1).strip();
                if (key.equals("hotfix")) {
                    hotfixes.add(value);
                } else {
                    values.putIfAbsent(key, value);
                }
            }
        }
        if (!ended) {
            complaints.add(new Complaint(source, STOPPED));
        }
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(system(values, source));
        String locale = Lcids.tag(values.getOrDefault("locale-lcid", ""));
        String display = Lcids.tag(values.getOrDefault("display-lcid", ""));
        if (locale != null || display != null) {
            evidence.add(new LanguageSeen(locale, display, source));
        }
        evidence.add(list(hotfixes, ended && "ok".equals(values.get("hotfixes")), source));
        evidence.add(file(values, source));
        evidence.add(smb1(values.get("smb1"), source));
        String machine = values.get("machine");
        var piece = new Piece(
                machine == null || machine.isEmpty() ? null : machine,
                values.get("product-id"),
                null,
                Clock.read(values.get("boot"), java.util.stream.Stream.of(), null),
                null,
                null,
                List.of(),
                List.of(),
                evidence,
                source);
        return new Read<>(List.of(piece), complaints);
    }

    private static Evidence system(Map<String, String> values, Source source) {
        Build build = Build.parse(values.getOrDefault("version", "")).orElse(null);
        if (build == null) {
            return new LookFailed(Look.OPERATING_SYSTEM, NO_VERSION, source);
        }
        String revision = values.getOrDefault("revision", "");
        if (!build.hasRevision() && revision.matches("0x[0-9a-fA-F]{1,6}")) {
            build = build.withRevision(Integer.parseInt(revision.substring(2), 16));
        } else if (!build.hasRevision() && revision.matches("\\d{1,6}")) {
            build = build.withRevision(Integer.parseInt(revision));
        }
        String pack = values.getOrDefault("service-pack", "");
        String caption = values.getOrDefault("caption", "");
        return new OsSeen(
                caption.isEmpty() ? null : caption,
                build,
                pack.matches("\\d") ? Integer.valueOf(pack) : null,
                Architectures.of(values.getOrDefault("architecture", "")),
                null,
                source);
    }

    private static Evidence list(List<String> hotfixes, boolean whole, Source source) {
        List<Kb> ids = hotfixes.stream().flatMap(h -> Kb.parse(h).stream()).toList();
        if (ids.isEmpty()) {
            // No Windows in the field is without a single update: the look failed.
            return new LookFailed(Look.HOTFIXES, NO_LIST, source);
        }
        return whole
                ? HotfixesListed.whole(KbSet.of(ids), source)
                : HotfixesListed.partial(KbSet.of(ids), STOPPED, source);
    }

    private static Evidence file(Map<String, String> values, Source source) {
        Build version = Build.parse(values.getOrDefault("srv.sys", "")).orElse(null);
        return version == null || !version.hasRevision()
                ? new LookFailed(Look.FILE_VERSION, NO_FILE, source)
                : new FileSeen("C:\\Windows\\System32\\drivers\\srv.sys", version, source);
    }

    private static Evidence smb1(@Nullable String value, Source source) {
        return switch (value == null ? "" : value.toLowerCase(Locale.ROOT)) {
            case "enabled" -> new Smb1Seen(Smb1.ENABLED, source);
            case "disabled" -> new Smb1Seen(Smb1.DISABLED, source);
            default -> new LookFailed(Look.SMB1, NO_SMB1, source);
        };
    }
}
