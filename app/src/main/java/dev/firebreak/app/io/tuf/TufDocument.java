package dev.firebreak.app.io.tuf;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.app.io.BoundedJson;
import dev.firebreak.core.text.Text;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One file of metadata: what is signed, and the signatures. Nothing of it counts before {@link #verify} has passed. */
final class TufDocument {

    private static final String SPEC = "1.0.31";
    private static final int MAX_SIGNATURES = 64;

    /** The field that binds metadata to one repository; ours, beside those of TUF, and signed with them. */
    private static final String REPOSITORY = "x-firebreak-repository";

    private final TufRole role;
    private final ObjectNode signed;
    private final JsonNode signatures;

    private TufDocument(TufRole role, ObjectNode signed, JsonNode signatures) {
        this.role = role;
        this.signed = signed;
        this.signatures = signatures;
    }

    /** A new document, not signed yet. */
    static TufDocument create(TufRole role, String repository, int version, Instant expires) {
        ObjectNode signed = JsonNodeFactory.instance.objectNode();
        signed.put("_type", role.id())
                .put("spec_version", SPEC)
                .put("version", version)
                .put("expires", expires.truncatedTo(ChronoUnit.SECONDS).toString());
        if (!repository.isEmpty()) {
            signed.put(REPOSITORY, repository);
        }
        return new TufDocument(role, signed, JsonNodeFactory.instance.arrayNode());
    }

    /** Reads a document of a role. */
    static TufDocument parse(TufRole role, byte[] bytes) throws TufFailure {
        JsonNode whole;
        try {
            whole = BoundedJson.tree(
                    UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (JacksonException | CharacterCodingException e) {
            throw malformed(role, "JSON");
        }
        JsonNode signatures = whole.path("signatures");
        if (!(whole.path("signed") instanceof ObjectNode signed) || !signatures.isArray()) {
            throw malformed(role, "signed");
        }
        if (!role.id().equals(signed.path("_type").asString(""))) {
            throw malformed(role, "_type");
        }
        if (!signed.path("spec_version").asString("").matches("1\\.0(\\.\\d{1,4})?")) {
            throw malformed(role, "spec_version");
        }
        var document = new TufDocument(role, signed, signatures);
        if (document.version() < 1) {
            throw malformed(role, "version");
        }
        document.expires();
        return document;
    }

    TufRole role() {
        return role;
    }

    ObjectNode signed() {
        return signed;
    }

    int version() throws TufFailure {
        return number(signed, "version");
    }

    String repository() {
        return signed.path(REPOSITORY).asString("");
    }

    Instant expires() throws TufFailure {
        String text = signed.path("expires").asString("");
        try {
            if (text.matches("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z")) {
                return Instant.parse(text);
            }
        } catch (DateTimeException e) {
            // said below
        }
        throw malformed(role, "expires");
    }

    /** A whole number of 0 or more. */
    int number(JsonNode object, String field) throws TufFailure {
        JsonNode value = object.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0) {
            throw malformed(role, field);
        }
        return value.intValue();
    }

    /**
     * Passes where enough of these keys signed it.
     *
     * @param keys of the role; each counts once
     */
    void verify(Collection<TufKey> keys, int threshold) throws TufFailure {
        if (signatures.size() > MAX_SIGNATURES) {
            throw malformed(role, "signatures");
        }
        byte[] bytes = CanonicalJson.bytes(signed);
        Set<String> seen = new HashSet<>();
        int good = 0;
        for (JsonNode signature : signatures) {
            String id = signature.path("keyid").asString("");
            if (!seen.add(id)) {
                throw malformed(role, "keyid");
            }
            byte[] value = hex(signature.path("sig").asString(""));
            if (keys.stream().distinct().anyMatch(key -> key.id().equals(id) && key.verifies(bytes, value))) {
                good++;
            }
        }
        if (good < Math.max(1, threshold)) {
            throw new TufFailure(
                    TufFailure.Kind.SIGNATURE,
                    Text.format(
                            "%s: %d of %d necessary signatures are valid",
                            "%s: 必要な署名 %3$d 件のうち、有効なものは %2$d 件です", role.id(), good, Math.max(1, threshold)));
        }
    }

    /** The file, signed by these. */
    byte[] sign(List<? extends TufSigner> signers) throws TufFailure {
        byte[] bytes = CanonicalJson.bytes(signed);
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        whole.set("signed", signed);
        var all = whole.putArray("signatures");
        List<String> ids = new ArrayList<>();
        for (TufSigner signer : signers) {
            if (!ids.contains(signer.key().id())) {
                ids.add(signer.key().id());
                all.addObject()
                        .put("keyid", signer.key().id())
                        .put("sig", HexFormat.of().formatHex(signer.sign(bytes)));
            }
        }
        return CanonicalJson.file(whole);
    }

    private static byte[] hex(String text) {
        try {
            return text.length() > 2048 ? new byte[0] : HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    static TufFailure malformed(TufRole role, String field) {
        return new TufFailure(
                TufFailure.Kind.FORMAT,
                Text.format("%s: no metadata of TUF 1.0 (%s)", "%s: TUF 1.0 のメタデータではありません（%s）", role.id(), field));
    }
}
