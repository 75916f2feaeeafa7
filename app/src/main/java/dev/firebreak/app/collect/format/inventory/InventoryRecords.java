package dev.firebreak.app.collect.format.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.app.collect.format.CollectTexts;
import dev.firebreak.app.collect.format.table.HotfixId;
import dev.firebreak.app.collect.format.value.ArchitectureNames;
import dev.firebreak.app.collect.format.value.SettingEvidence;
import dev.firebreak.app.io.BoundedJson;
import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.advisory.Platform;
import dev.firebreak.core.advisory.Setting;
import dev.firebreak.core.inventory.DotNetRelease;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.*;
import dev.firebreak.core.inventory.MachineIdentity;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * One machine of our own inventory format, one JSON object a line. Only {@code machine} and {@code os.version} are
 * required; a field of a wrong type is a look that failed, never a field that is absent.
 */
public final class InventoryRecords {

    private static final Text CUT =
            new Text("the sender does not say that the list is complete", "一覧がすべて揃っているとは記されていません");
    private static final Text ODD_IDS = new Text("some hotfix ids could not be read", "読み取れない更新プログラムの番号があります");

    private static final Pattern LOOKS_LIKE_KB = Pattern.compile("\\s*(?:KB|Q)?\\s*\\d", Pattern.CASE_INSENSITIVE);

    private InventoryRecords() {}

    public static Read<EvidencePart> parse(String line, Source source) {
        try {
            JsonNode object = BoundedJson.tree(line);
            if (!object.isObject()) {
                return problem(source, NOT_AN_OBJECT);
            }
            return new RecordReader(object, source).read();
        } catch (JacksonException wrong) {
            return problem(source, CollectTexts.notJson(wrong));
        }
    }

    /** The machine of one line of a file, as bytes; a blank line holds none. */
    public static Read<EvidencePart> parse(byte[] bytes, int from, int to, Source at) {
        try {
            String text = UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString();
            return text.isBlank() ? new Read<>(List.of(), List.of()) : parse(text, at);
        } catch (CharacterCodingException e) {
            return new Read<>(List.of(), List.of(new Problem(at, CollectTexts.NOT_UTF8)));
        }
    }

    private static Read<EvidencePart> problem(Source source, Text what) {
        return new Read<>(List.of(), List.of(new Problem(source, what)));
    }

    private static final Text NOT_AN_OBJECT =
            new Text("not a JSON object, so not a machine", "JSON オブジェクトではないため、端末として読めません");

    /** One record being read. */
    private static final class RecordReader {
        private final JsonNode object;
        private final JsonNode os;
        private final Source source;
        private final List<Problem> problems = new ArrayList<>();
        private final List<Evidence> evidence = new ArrayList<>();

        RecordReader(JsonNode object, Source source) {
            this.object = object;
            this.os = object.path("os");
            this.source = source;
        }

        Read<EvidencePart> read() {
            String machine = BoundedJson.text(object, "machine", this::wrong);
            if (machine == null) {
                return problem(source, CollectTexts.NO_MACHINE);
            }
            os();
            languages();
            hotfixes();
            files();
            smb1();
            components();
            evidence.addAll(SettingEvidence.of(object, source, this::wrong));
            var piece = new EvidencePart(
                    machine,
                    MachineIdentity.of(
                            BoundedJson.text(os, "productId", this::wrong),
                            BoundedJson.text(object, "hardwareId", this::wrong)),
                    time(object, "collectedAt"),
                    time(os, "bootedAt"),
                    BoundedJson.text(object, "site", this::wrong),
                    BoundedJson.text(object, "segment", this::wrong),
                    BoundedJson.texts(object, "addresses", this::wrong),
                    BoundedJson.texts(object, "roles", this::wrong),
                    evidence,
                    source);
            return new Read<>(List.of(piece), problems);
        }

        private void os() {
            String version = BoundedJson.text(os, "version", this::wrong);
            Build build = version == null ? null : Build.parse(version).orElse(null);
            if (build == null) {
                failed(LookupKind.OPERATING_SYSTEM, "os.version");
                return;
            }
            Integer revision = BoundedJson.number(os, "revision", 0, 999_999, this::wrong);
            if (revision != null && build.hasRevision() && build.revision() != revision) {
                // Two revisions of one machine: neither is believed.
                failed(LookupKind.OPERATING_SYSTEM, "os.revision");
                build = build.branch();
            } else if (revision != null) {
                build = build.withRevision(revision);
            }
            String architecture = BoundedJson.text(os, "architecture", this::wrong);
            Architecture known = architecture == null ? null : ArchitectureNames.of(architecture);
            if (architecture != null && known == null) {
                wrong("os.architecture");
            }
            evidence.add(new OsObserved(
                    BoundedJson.text(os, "caption", this::wrong),
                    build,
                    BoundedJson.number(os, "servicePack", 0, 9, this::wrong),
                    known,
                    platform(),
                    source));
        }

        private @Nullable Platform platform() {
            String text = BoundedJson.text(os, "platform", this::wrong);
            for (Platform platform : Platform.values()) {
                if (platform.name().equalsIgnoreCase(text)) {
                    return platform;
                }
            }
            return null;
        }

        private void languages() {
            String locale = BoundedJson.text(os, "language", this::wrong);
            String display = BoundedJson.text(os, "displayLanguage", this::wrong);
            if (locale != null || display != null) {
                evidence.add(new LanguageObserved(lower(locale), lower(display), source));
            }
        }

        private static @Nullable String lower(@Nullable String tag) {
            return tag == null ? null : tag.toLowerCase(Locale.ROOT).replace('_', '-');
        }

        private void hotfixes() {
            JsonNode list = object.path("hotfixes");
            if (list.isMissingNode() || list.isNull()) {
                return;
            }
            if (!list.isObject() || !list.path("ids").isArray()) {
                failed(LookupKind.HOTFIXES, "hotfixes");
                return;
            }
            boolean odd = false;
            List<Kb> ids = new ArrayList<>();
            for (JsonNode id : list.path("ids")) {
                String text = id.isString() ? id.stringValue() : id.isIntegralNumber() ? id.toString() : "";
                HotfixId.update(text).ifPresent(ids::add);
                odd |= HotfixId.parse(text) instanceof HotfixId.Unreadable
                        || (HotfixId.update(text).isEmpty()
                                && LOOKS_LIKE_KB.matcher(text).lookingAt());
            }
            // A list of which more is told may be one of something else: of what is missing, or failed.
            String more = list.propertyNames().stream()
                    .filter(name -> !name.equals("ids") && !name.equals("complete"))
                    .findFirst()
                    .orElse(null);
            if (more != null) {
                failed(LookupKind.HOTFIXES, "hotfixes." + more);
                return;
            }
            JsonNode told = list.path("complete");
            boolean complete = told.isBoolean() && told.booleanValue();
            if (!told.isMissingNode() && !told.isNull() && !told.isBoolean()) {
                wrong("hotfixes.complete");
            }
            if (odd) {
                wrong("hotfixes.ids");
            }
            KbSet set = KbSet.of(ids);
            evidence.add(
                    complete && !odd
                            ? HotfixesListed.whole(set, source)
                            : HotfixesListed.partial(set, odd ? ODD_IDS : CUT, source));
        }

        private void files() {
            JsonNode files = object.path("files");
            if (files.isMissingNode() || files.isNull()) {
                return;
            }
            if (!files.isArray()) {
                failed(LookupKind.FILE_VERSION, "files");
                return;
            }
            for (JsonNode file : files) {
                String path = BoundedJson.text(file, "path", this::wrong);
                String version = BoundedJson.text(file, "version", this::wrong);
                Build build = version == null ? null : Build.parse(version).orElse(null);
                if (path == null || build == null || !build.hasRevision()) {
                    failed(LookupKind.FILE_VERSION, "files");
                } else {
                    evidence.add(new FileObserved(path, build, source));
                }
            }
        }

        private void smb1() {
            JsonNode value = object.path("smb1");
            if (value.isMissingNode() || value.isNull()) {
                return;
            }
            String text = value.isString() ? value.stringValue().toLowerCase(Locale.ROOT) : "";
            switch (text) {
                case "enabled", "disabled", Setting.UNKNOWN ->
                    evidence.add(new SettingObserved(Setting.SMB1_SERVER, text, source));
                default -> failed(LookupKind.SMB1, "smb1");
            }
        }

        private void components() {
            JsonNode parts = object.path("components");
            if (parts.isMissingNode() || parts.isNull()) {
                return;
            }
            if (!parts.isArray()) {
                wrong("components");
                return;
            }
            for (JsonNode part : parts) {
                String name = BoundedJson.text(part, "name", this::wrong);
                String version = BoundedJson.text(part, "version", this::wrong);
                Integer release = BoundedJson.number(part, "release", 1, 9_999_999, this::wrong);
                JsonNode installed = part.path("installed");
                if (name == null || name.isBlank() || !installed.isBoolean()) {
                    wrong("components");
                } else if (!installed.booleanValue()) {
                    evidence.add(new ComponentObserved(name, null, false, source));
                } else {
                    String told = release == null
                            ? version
                            : DotNetRelease.version(release).orElse(version);
                    evidence.add(new ComponentObserved(name, told, true, source));
                }
            }
        }

        private @Nullable Instant time(JsonNode from, String field) {
            String text = BoundedJson.text(from, field, this::wrong);
            if (text == null) {
                return null;
            }
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException e) {
                wrong(field);
                return null;
            }
        }

        private void failed(LookupKind look, String field) {
            evidence.add(new LookupFailed(look, unreadable(field), source));
            wrong(field);
        }

        private void wrong(String field) {
            problems.add(new Problem(source, unreadable(field)));
        }
    }

    private static Text unreadable(String field) {
        return Text.format("\"%s\" could not be read", "「%s」を読み取れません", field);
    }
}
