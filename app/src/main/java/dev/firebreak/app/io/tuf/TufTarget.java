package dev.firebreak.app.io.tuf;

import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A file that signed metadata vouch for.
 *
 * @param path its name below the folder of targets, with {@code /} between parts
 * @param length in bytes
 * @param sha256 64 hex digits in lower case
 * @param custom what else is said of it: plain texts by name
 */
public record TufTarget(String path, long length, String sha256, Map<String, String> custom) {

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_+()~!@$%&=,#-][A-Za-z0-9._+()~!@$%&=,# -]{0,239}");
    private static final int MAX_LENGTH = 1000;

    /** Names that are devices on Windows, with any ending. */
    private static final Set<String> DEVICES = Set.of(
            "con", "prn", "aux", "nul", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
            "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "conin$", "conout$");

    public TufTarget {
        if (length < 0 || !HASH.matcher(sha256).matches()) {
            throw new IllegalArgumentException("length or hash of " + path);
        }
        custom = Map.copyOf(new TreeMap<>(custom));
    }

    /** A file of which nothing else is said. */
    public TufTarget(String path, long length, String sha256) {
        this(path, length, sha256, Map.of());
    }

    /** One whose path was checked. */
    public static TufTarget of(String path, long length, String sha256, Map<String, String> custom) throws TufFailure {
        if (!isSafe(path)) {
            throw new TufFailure(
                    TufFailure.Kind.PATH,
                    Text.format(
                            "a name that would leave its folder, or that Windows cannot have: %s",
                            "フォルダーの外を指すか、Windows で使えない名前です: %s", dev.firebreak.core.text.SafeText.name(path)));
        }
        if (length < 0 || !HASH.matcher(sha256).matches()) {
            throw new TufFailure(
                    TufFailure.Kind.FORMAT,
                    Text.format(
                            "%s: length or SHA-256 is missing or wrong",
                            "%s: サイズまたは SHA-256 がないか、正しくありません", dev.firebreak.core.text.SafeText.name(path)));
        }
        return new TufTarget(path, length, sha256, custom);
    }

    /**
     * Whether a path stays below its folder and names the same file on Windows and Linux: parts of plain characters, none that begins with a
     * dot (so no {@code ..}), ends with a dot or a space, or is a device; no backslash, colon or empty part.
     */
    public static boolean isSafe(String path) {
        if (path.isEmpty() || path.length() > MAX_LENGTH || path.startsWith("/") || path.endsWith("/")) {
            return false;
        }
        for (String part : path.split("/", -1)) {
            String stem = part.contains(".") ? part.substring(0, part.indexOf('.')) : part;
            if (!PART.matcher(part).matches()
                    || part.endsWith(".")
                    || part.endsWith(" ")
                    || DEVICES.contains(stem.strip().toLowerCase(java.util.Locale.ROOT))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Passes where these bytes are the file: not one byte more is read than told.
     *
     * @throws TufFailure where they are more, fewer or others
     */
    public void check(InputStream in) throws IOException, TufFailure {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
        byte[] buffer = new byte[1 << 16];
        long left = length;
        while (left > 0) {
            int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (n < 0) {
                throw different();
            }
            digest.update(buffer, 0, n);
            left -= n;
        }
        if (in.read() >= 0) {
            throw TufSource.tooLarge(path);
        }
        if (!HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
            throw different();
        }
    }

    private TufFailure different() {
        return new TufFailure(
                TufFailure.Kind.DIFFERENT,
                Text.format("%s is not the file that was signed for", "%s は署名された内容と一致しません", path));
    }

    /** The name under which it is fetched where snapshots are consistent: {@code folder/HASH.name}. */
    public String hashedPath() {
        int slash = path.lastIndexOf('/') + 1;
        return path.substring(0, slash) + sha256 + "." + path.substring(slash);
    }
}
