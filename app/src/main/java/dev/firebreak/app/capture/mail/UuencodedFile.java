package dev.firebreak.app.capture.mail;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files that stand in the text of a mail, as mail carried them before MIME (POSIX, uuencode). */
final class UuencodedFile {

    private static final Pattern BEGIN = Pattern.compile("begin(?:-base64)? [0-7]{3,4} (\\S.{0,254})");

    private UuencodedFile() {}

    /** Hands out name and content of each; a line that is none of the coding ends the content. */
    static void find(List<String> lines, BiConsumer<String, byte[]> out) {
        for (int i = 0; i < lines.size(); i++) {
            Matcher begin = BEGIN.matcher(lines.get(i));
            if (!begin.matches()) {
                continue;
            }
            var content = new ByteArrayOutputStream();
            int next = i + 1;
            while (next < lines.size() && decode(lines.get(next), content)) {
                next++;
            }
            // A sentence that begins so is followed by no such line.
            if (next > i + 1) {
                out.accept(begin.group(1).strip(), content.toByteArray());
                i = next - 1;
            }
        }
    }

    private static boolean decode(String line, ByteArrayOutputStream out) {
        if (line.isEmpty() || line.charAt(0) < ' ' || line.charAt(0) > '`') {
            return false;
        }
        int bytes = (line.charAt(0) - ' ') & 0x3F;
        int characters = (bytes + 2) / 3 * 4;
        // Spaces at the end of a line are lost on the way; a check character may follow.
        if (line.length() > characters + 3 || (bytes > 0 && line.length() < 2)) {
            return false;
        }
        for (int i = 0; i < bytes; i++) {
            int group = 1 + i / 3 * 4;
            int one = six(line, group + i % 3);
            int two = six(line, group + i % 3 + 1);
            if (one < 0 || two < 0) {
                return false;
            }
            out.write((one << (2 + 2 * (i % 3))) | (two >> (4 - 2 * (i % 3))));
        }
        return true;
    }

    private static int six(String line, int at) {
        char c = at < line.length() ? line.charAt(at) : ' ';
        return c < ' ' || c > '`' ? -1 : (c - ' ') & 0x3F;
    }
}
