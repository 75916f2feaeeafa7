package dev.firebreak.app.collect.format.scan;

import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.app.collect.evidence.HostNames;
import dev.firebreak.app.collect.format.DecodedFile;
import dev.firebreak.app.collect.format.Format;
import dev.firebreak.app.collect.format.FormatDescription;
import dev.firebreak.app.collect.format.ProblemLimiter;
import dev.firebreak.app.io.BoundedJson;
import dev.firebreak.core.advisory.Setting;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.LookupFailed;
import dev.firebreak.core.inventory.Evidence.LookupKind;
import dev.firebreak.core.inventory.Evidence.OsObserved;
import dev.firebreak.core.inventory.Evidence.ProbeAnswered;
import dev.firebreak.core.inventory.Evidence.SettingObserved;
import dev.firebreak.core.inventory.MachineIdentity;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What {@code firebreak probe smb --format ndjson} writes. As with a scan of nmap, what the network sees open is evidence and what it does
 * not see is none: "not_vulnerable" is a failed look with its reason, and a system that only the network tells counts only beside a
 * finding of "vulnerable", where it says which update is missing.
 */
public final class SmbProbeFormat implements Format {

    static final FormatDescription DESCRIPTION = new FormatDescription(
            "smb-probe",
            new Text("findings of firebreak probe smb", "firebreak probe smb の結果"),
            List.of("probe"),
            List.of("ndjson", "jsonl"),
            false);

    private static final Text NOT_PROVEN = new Text(
            "the SMB probe was answered as by a patched system, which does not prove the update",
            "SMB の確認では修正済みのシステムと同じ応答でしたが、更新プログラムの適用は証明できません");
    private static final Text NOT_SAID =
            new Text("the SMB probe could not determine whether it is vulnerable", "SMB の確認では脆弱かどうか判定できませんでした");
    private static final Text NO_SYSTEM =
            new Text("the SMB probe does not prove the operating system", "SMB の確認では OS を証明できません");
    private static final Text NO_FINDING =
            new Text("a line that is no finding of the SMB probe", "SMB の確認の結果として読み取れない行です");

    @Override
    public FormatDescription description() {
        return DESCRIPTION;
    }

    @Override
    public boolean fits(DecodedFile content) {
        if (!content.headHolds("\"target\"")) {
            return false;
        }
        String first = content.lines().stream()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("");
        return finding(first) != null;
    }

    /** The finding in a line; null where it is none. */
    private static @Nullable JsonNode finding(String line) {
        String bare = line.replace("\uFEFF", "").strip();
        if (!bare.startsWith("{")) {
            return null;
        }
        try {
            JsonNode object = BoundedJson.tree(bare);
            boolean fits = object.path("target").isString()
                    && Stream.of("dialects", "smb1", "ms17010").allMatch(object::has);
            return fits ? object : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    @Override
    public Read<EvidencePart> read(DecodedFile content) {
        List<EvidencePart> parts = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        var limited = new ProblemLimiter(content.source(), problems::add);
        int line = 0;
        int silent = 0;
        for (String text : content.lines()) {
            line++;
            if (text.isBlank()) {
                continue;
            }
            JsonNode finding = finding(text);
            Source at = content.source().at(line);
            if (finding == null) {
                limited.add(new Problem(at, NO_FINDING));
            } else if (finding.path("dialects").isEmpty()
                    && !finding.path("smb1").asBoolean(false)) {
                silent++;
            } else {
                parts.add(part(finding, at));
            }
        }
        limited.end();
        if (silent > 0) {
            problems.add(new Problem(
                    content.source(),
                    Text.format(
                            "%d addresses did not answer the SMB probe: nothing is known of machines there",
                            "SMB の確認に応答しないアドレスが %d 件あります。そこに端末があっても状態は分かりません", silent)));
        }
        return new Read<>(parts, problems);
    }

    private static EvidencePart part(JsonNode finding, Source at) {
        JsonNode host = finding.path("host");
        String target = finding.path("target").stringValue();
        String address = text(finding, "address");
        List<String> addresses = Stream.of(String.valueOf(address), target)
                .filter(HostNames::isAddress)
                .map(HostNames::addressKey)
                .distinct()
                .toList();
        List<String> aliases = new ArrayList<>();
        for (String name : new String[] {text(host, "dnsName"), target}) {
            if (name != null && HostNames.isFull(name) && !aliases.contains(name)) {
                aliases.add(name);
            }
        }
        String name = text(host, "name");
        if (name == null) {
            name = aliases.isEmpty() ? target : aliases.getFirst();
        }
        return new EvidencePart(
                        name,
                        MachineIdentity.UNKNOWN,
                        time(text(finding, "time")),
                        null,
                        null,
                        null,
                        addresses,
                        List.of(),
                        evidence(finding, at),
                        at)
                .withAliases(aliases);
    }

    private static List<Evidence> evidence(JsonNode finding, Source at) {
        List<Evidence> evidence = new ArrayList<>();
        String patch = text(finding, "ms17010");
        boolean vulnerable = "vulnerable".equals(patch);
        OsObserved system = vulnerable ? system(finding.path("host"), at) : null;
        evidence.add(system == null ? new LookupFailed(LookupKind.OPERATING_SYSTEM, NO_SYSTEM, at) : system);
        if (finding.path("smb1").asBoolean(false)) {
            evidence.add(new SettingObserved(Setting.SMB1_SERVER, "enabled", at));
        }
        evidence.add(
                vulnerable
                        ? new ProbeAnswered(Set.of("MS17-010"), true, at)
                        : new LookupFailed(
                                LookupKind.PROBE, "not_vulnerable".equals(patch) ? NOT_PROVEN : NOT_SAID, at));
        return evidence;
    }

    /** XP calls itself 5.1 and tells nothing more. */
    private static @Nullable OsObserved system(JsonNode host, Source at) {
        String os = text(host, "nativeOs");
        String manager = text(host, "lanManager");
        return SmbSystemName.read("Windows 5.1".equals(os) ? "Windows XP" : os, manager == null ? "" : manager, at);
    }

    private static @Nullable String text(JsonNode object, String field) {
        return BoundedJson.text(object, field, wrong -> {});
    }

    private static @Nullable Instant time(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
