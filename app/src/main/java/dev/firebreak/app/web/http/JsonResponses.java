package dev.firebreak.app.web.http;

import dev.firebreak.core.text.Language;
import dev.firebreak.core.text.SafeText;
import dev.firebreak.core.text.Text;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** How answers to programs go out. */
public final class JsonResponses {

    /** A list as NDJSON (one JSON value a line). */
    public static final String LINES = "application/x-ndjson";

    /** Attribute of a request that was refused: why, for the log. */
    public static final String WHY = "firebreak.why";

    /** What is wrong, as JSON (RFC 9457). */
    public static final String PROBLEM = "application/problem+json";

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new SimpleModule().addSerializer(String.class, new JsonText()))
            .build();
    private static final int TAG_BYTES = 16;

    private JsonResponses() {}

    /** Text from the field must not steer the terminal that shows it, and half a character must not break an answer. */
    private static final class JsonText extends ValueSerializer<String> {
        @Override
        public void serialize(String value, JsonGenerator json, SerializationContext context) {
            json.writeString(SafeText.text(value));
        }
    }

    /** A value as JSON. */
    public static byte[] bytes(Object value) {
        return JSON.writeValueAsBytes(value);
    }

    /** Answers with a value. */
    public static void json(Context ctx, int status, Object value) {
        send(ctx, status, bytes(value));
    }

    /** Answers with what was asked for, or with 304 where the caller has the same already (RFC 9110, 13.1.2). */
    public static void tagged(Context ctx, Object value) {
        tagged(ctx, bytes(value));
    }

    static void tagged(Context ctx, byte[] json) {
        String tag = '"' + HexFormat.of().formatHex(sha256(json), 0, TAG_BYTES) + '"';
        ctx.header("ETag", tag).header("Cache-Control", "private, no-cache").header("Vary", "Accept, Accept-Language");
        String has = ctx.header("If-None-Match");
        if (has != null && matches(has, tag)) {
            ctx.status(HttpStatus.NOT_MODIFIED);
        } else {
            send(ctx, 200, json);
        }
    }

    private static boolean matches(String has, String tag) {
        return has.strip().equals("*")
                || Stream.of(has.split(","))
                        .map(t -> t.strip().replaceFirst("^W/", ""))
                        .anyMatch(tag::equals);
    }

    private static void send(Context ctx, int status, byte[] json) {
        ctx.status(status).contentType("application/json").result(json);
    }

    /** The same for a short answer, which is not worth packing: it takes no detour through what packs others. */
    public static void brief(Context ctx, int status, Object value) throws IOException {
        ctx.status(status).contentType("application/json");
        ctx.res().getOutputStream().write(bytes(value));
    }

    /** Answers with many values, one a line, none of them in memory longer than it takes to write it. */
    public static void lines(Context ctx, Stream<?> values) throws IOException {
        ctx.contentType(LINES).header("Cache-Control", "private, no-store").header("Vary", "Accept, Accept-Language");
        try (OutputStream out = new BufferedOutputStream(ctx.outputStream(), 1 << 16)) {
            for (var each = values.iterator(); each.hasNext(); ) {
                out.write(bytes(each.next()));
                out.write('\n');
            }
        }
    }

    /** Whether the caller would rather have lines than one value. */
    public static boolean wantsLines(Context ctx) {
        String accept = ctx.header("Accept");
        return accept != null && accept.toLowerCase(Locale.ROOT).contains(LINES);
    }

    /**
     * Answers that something is wrong (RFC 9457).
     *
     * @param code name in our own formats; programs may rely on it
     * @param more what else is to be told, by name
     */
    public static void problem(
            Context ctx, int status, String code, Text detail, Language language, Map<String, Object> more) {
        ctx.status(status);
        ctx.header("Content-Language", language.name().toLowerCase(Locale.ROOT));
        ctx.contentType(PROBLEM).result(bytes(told(status, code, detail, language, more)));
    }

    /** The same as bytes, for answers that no route gives. */
    public static byte[] problem(int status, String code, Text detail, Language language) {
        return bytes(told(status, code, detail, language, Map.of()));
    }

    private static Map<String, Object> told(
            int status, String code, Text detail, Language language, Map<String, Object> more) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("type", "about:blank");
        told.put("title", HttpStatus.forStatus(status).getMessage());
        told.put("status", status);
        told.put("code", code);
        told.put("detail", detail.in(language));
        told.putAll(more);
        return told;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** A name as a part of an address. */
    public static String encoded(String part) {
        return java.net.URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
