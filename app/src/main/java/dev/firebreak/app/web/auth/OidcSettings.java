package dev.firebreak.app.web.auth;

import dev.firebreak.app.io.PlainFiles;
import dev.firebreak.core.access.Role;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The identity provider of an organisation (OpenID Connect), as its administrator described it.
 *
 * @param issuer as its tokens name it
 * @param client what it calls us
 * @param secret ours with it; null where it knows us by our address only
 * @param name what the link is called
 * @param scopes asked for besides {@code openid}
 * @param nameClaim which claim becomes an account's name
 * @param roleClaim which claim holds a person's groups; never looked at where {@code roles} is empty
 * @param roles what a group may
 * @param others what all other accounts that it confirms may; null for nothing
 */
public record OidcSettings(
        URI issuer,
        String client,
        @Nullable String secret,
        String name,
        List<String> scopes,
        String nameClaim,
        String roleClaim,
        Map<Role, List<String>> roles,
        @Nullable Role others) {

    private static final Set<String> FIELDS = Set.of(
            "issuer", "clientId", "clientSecret", "name", "scopes", "nameClaim", "roleClaim", "roles", "everybodyElse");
    private static final List<Role> GIVEN = List.of(Role.ADMIN, Role.APPROVER, Role.OPERATOR, Role.VIEWER);
    private static final int MAX_BYTES = 1 << 16;
    private static final int MAX_NAME_LENGTH = 60;

    public OidcSettings {
        scopes = List.copyOf(scopes);
        roles = Map.copyOf(roles);
    }

    /** The description cannot be used; the message is the field that is at fault, and never holds the secret. */
    public static final class Unusable extends Exception {
        private static final long serialVersionUID = 1;

        Unusable(String field) {
            super(field);
        }
    }

    /**
     * Reads a description. What is wrong in it, and what it does not know, stops: half of the settings would admit the wrong people.
     *
     * @param environment where a secret may be
     */
    public static OidcSettings read(Path file, Function<String, @Nullable String> environment) throws Unusable {
        JsonNode root = json(file);
        only(root, "", FIELDS);
        Map<Role, List<String>> roles = new EnumMap<>(Role.class);
        JsonNode given = root.path("roles");
        if (!given.isMissingNode()) {
            only(given, "roles.", Set.copyOf(GIVEN.stream().map(Role::id).toList()));
            for (Role role : GIVEN) {
                if (given.has(role.id())) {
                    roles.put(role, texts(given, role.id(), List.of()));
                }
            }
        }
        return new OidcSettings(
                issuer(text(root, "issuer", null)),
                text(root, "clientId", null),
                secret(root.path("clientSecret"), file, environment),
                text(root, "name", "OpenID Connect"),
                texts(root, "scopes", List.of("profile", "email")),
                text(root, "nameClaim", "preferred_username"),
                text(root, "roleClaim", "groups"),
                roles,
                others(root.path("everybodyElse")));
    }

    private static JsonNode json(Path file) throws Unusable {
        try {
            JsonNode root = JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build()
                    .readTree(PlainFiles.bytes(file, MAX_BYTES));
            if (!root.isObject()) {
                throw new Unusable("JSON");
            }
            return root;
        } catch (PlainFiles.TooLarge e) {
            throw new Unusable("64 KiB");
        } catch (IOException e) {
            throw new Unusable(e.getClass().getSimpleName());
        } catch (JacksonException e) {
            throw new Unusable("JSON");
        }
    }

    private static void only(JsonNode node, String where, Set<String> fields) throws Unusable {
        if (!node.isObject()) {
            throw new Unusable(where);
        }
        for (String name : node.propertyNames()) {
            if (!fields.contains(name)) {
                throw new Unusable(where + name);
            }
        }
    }

    private static String text(JsonNode root, String field, @Nullable String usual) throws Unusable {
        JsonNode node = root.path(field);
        if (node.isMissingNode() && usual != null) {
            return usual;
        }
        String text = node.isString() ? node.asString().strip() : "";
        if (text.isEmpty() || (field.equals("name") && text.length() > MAX_NAME_LENGTH)) {
            throw new Unusable(field);
        }
        return text;
    }

    private static List<String> texts(JsonNode root, String field, List<String> usual) throws Unusable {
        JsonNode node = root.path(field);
        if (node.isMissingNode()) {
            return usual;
        }
        List<String> texts = new ArrayList<>();
        if (!node.isArray()) {
            throw new Unusable(field);
        }
        for (JsonNode one : node) {
            if (!one.isString() || one.asString().isBlank()) {
                throw new Unusable(field);
            }
            texts.add(one.asString());
        }
        return texts;
    }

    /** HTTPS, else whoever sits between us and it says who people are; on this computer nobody does. */
    private static URI issuer(String text) throws Unusable {
        URI issuer;
        try {
            issuer = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new Unusable("issuer");
        }
        boolean here = "http".equalsIgnoreCase(issuer.getScheme())
                && Set.of("localhost", "127.0.0.1", "[::1]").contains(String.valueOf(issuer.getHost()));
        if (issuer.getHost() == null || (!here && !"https".equalsIgnoreCase(issuer.getScheme()))) {
            throw new Unusable("issuer");
        }
        return issuer;
    }

    private static @Nullable Role others(JsonNode node) throws Unusable {
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        // Whoever is merely known to the organisation does not change anything here.
        if (node.isString() && node.asString().equals(Role.VIEWER.id())) {
            return Role.VIEWER;
        }
        throw new Unusable("everybodyElse");
    }

    private static @Nullable String secret(JsonNode node, Path file, Function<String, @Nullable String> environment)
            throws Unusable {
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        only(node, "clientSecret.", Set.of("file", "env"));
        String secret = null;
        if (node.has("env") != node.has("file")) {
            try {
                secret = node.has("env")
                        ? environment.apply(text(node, "env", null))
                        : PlainFiles.text(file.toAbsolutePath().resolveSibling(text(node, "file", null)), MAX_BYTES);
            } catch (IOException | IllegalArgumentException e) {
                secret = null;
            }
        }
        if (secret == null || secret.isBlank()) {
            throw new Unusable("clientSecret");
        }
        return secret.strip();
    }

    /** What somebody of these groups may; null for nothing. */
    @Nullable
    Role role(List<String> groups) {
        return GIVEN.stream()
                .filter(role -> roles.getOrDefault(role, List.of()).stream().anyMatch(groups::contains))
                .findFirst()
                .orElse(others);
    }

    @Override
    public String toString() {
        return issuer + " " + client;
    }
}
