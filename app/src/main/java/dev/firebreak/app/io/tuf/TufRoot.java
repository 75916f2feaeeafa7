package dev.firebreak.app.io.tuf;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Who vouches for what: which keys speak for each role, and how many of them must agree.
 *
 * @param version 1 and up; each is signed by the keys of the one before and by its own
 * @param consistentSnapshot whether files carry version or hash in their names, so that a tree can be replaced while it is read
 */
public record TufRoot(int version, Instant expires, boolean consistentSnapshot, Map<TufRole, Keys> roles) {

    private static final int MAX_KEYS = 64;

    /**
     * The keys of one role.
     *
     * @param threshold how many must sign
     */
    public record Keys(List<TufKey> keys, int threshold) {
        public Keys {
            keys = List.copyOf(new LinkedHashSet<>(keys));
            if (threshold < 1 || threshold > keys.size()) {
                throw new IllegalArgumentException("threshold " + threshold + " of " + keys.size() + " keys");
            }
        }
    }

    public TufRoot {
        if (roles.size() != TufRole.values().length) {
            throw new IllegalArgumentException("a role without keys");
        }
        roles = Map.copyOf(roles);
    }

    /** Reads root metadata; whether to believe it is for {@link TufClient} to say. */
    public static TufRoot parse(byte[] bytes) throws TufFailure {
        return of(TufDocument.parse(TufRole.ROOT, bytes));
    }

    static TufRoot of(TufDocument document) throws TufFailure {
        JsonNode signed = document.signed();
        Map<String, TufKey> keys = new HashMap<>();
        if (signed.path("keys").size() > MAX_KEYS
                || !signed.path("consistent_snapshot").isBoolean()) {
            throw TufDocument.malformed(TufRole.ROOT, "keys");
        }
        for (var entry : signed.path("keys").properties()) {
            TufKey key = TufKey.of(entry.getValue());
            if (!key.id().equals(entry.getKey())) {
                throw TufDocument.malformed(TufRole.ROOT, "keyid");
            }
            keys.put(entry.getKey(), key);
        }
        Map<TufRole, Keys> roles = new EnumMap<>(TufRole.class);
        for (TufRole role : TufRole.values()) {
            roles.put(role, role(document, role, keys));
        }
        return new TufRoot(
                document.version(),
                document.expires(),
                signed.path("consistent_snapshot").booleanValue(),
                roles);
    }

    private static Keys role(TufDocument document, TufRole role, Map<String, TufKey> keys) throws TufFailure {
        JsonNode said = document.signed().path("roles").path(role.id());
        List<TufKey> own = new ArrayList<>();
        Set<String> ids = new LinkedHashSet<>();
        for (JsonNode id : said.path("keyids")) {
            TufKey key = keys.get(id.asString(""));
            // A key that is named twice would count twice.
            if (key == null || !ids.add(key.id())) {
                throw TufDocument.malformed(TufRole.ROOT, "keyids");
            }
            own.add(key);
        }
        int threshold = document.number(said, "threshold");
        if (threshold < 1 || threshold > own.size()) {
            throw TufDocument.malformed(TufRole.ROOT, "threshold");
        }
        return new Keys(own, threshold);
    }

    TufDocument document() {
        TufDocument document = TufDocument.create(TufRole.ROOT, "", version, expires);
        document.signed().put("consistent_snapshot", consistentSnapshot);
        var keys = document.signed().putObject("keys");
        var all = document.signed().putObject("roles");
        roles.forEach((role, own) -> {
            var said = all.putObject(role.id());
            said.put("threshold", own.threshold());
            var ids = said.putArray("keyids");
            own.keys().forEach(key -> {
                keys.set(key.id(), key.json());
                ids.add(key.id());
            });
        });
        return document;
    }

    /** The keys of a role. */
    public Keys of(TufRole role) {
        return java.util.Objects.requireNonNull(roles.get(role));
    }

    void verify(TufDocument document) throws TufFailure {
        Keys own = of(document.role());
        document.verify(own.keys(), own.threshold());
    }
}
