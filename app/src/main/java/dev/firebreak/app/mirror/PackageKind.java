package dev.firebreak.app.mirror;

import dev.firebreak.app.io.tuf.TufTarget;
import dev.firebreak.app.mirror.authenticode.AuthenticodeVerifier.FileKind;
import dev.firebreak.core.text.SafeText;
import dev.firebreak.core.text.Text;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the name of a package may be, and which kind of file stands behind it: by its content, and its name must agree. */
final class PackageKind {

    private static final Pattern SHA1 = Pattern.compile("_([0-9a-f]{40})\\.[a-z]{3}$");
    private static final byte[] CABINET = "MSCF".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] IMAGE = "MSWIM\0\0\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DELTA = "PSTREAM".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] COMPOUND = {
        (byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, (byte) 0xA1, (byte) 0xB1, 0x1A, (byte) 0xE1
    };

    private static final Map<String, FileKind> ENDINGS = Map.of(
            "exe", FileKind.PE,
            "dll", FileKind.PE,
            "cab", FileKind.CAB,
            "msu", FileKind.CAB,
            "msi", FileKind.MSI,
            "msp", FileKind.MSI);

    private PackageKind() {}

    /** Why it is no package that can be judged. */
    static final class NotAPackage extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Text text;

        NotAPackage(Text text) {
            super(text.en(), null, false, false);
            this.text = text;
        }

        Text text() {
            return text;
        }
    }

    /** Passes where a name stays in its folder on Windows and Linux. */
    static void check(String name) throws NotAPackage {
        if (name.indexOf('/') >= 0 || !TufTarget.isSafe(name)) {
            throw new NotAPackage(Text.format(
                    "the name would leave its folder, or Windows cannot have it: %s",
                    "フォルダーの外を指すか、Windows で使えない名前です: %s", SafeText.name(name)));
        }
    }

    /** The SHA-1 that a catalogue name carries; empty for none. */
    static String sha1(String name) {
        Matcher hash = SHA1.matcher(name.toLowerCase(Locale.ROOT));
        return hash.find() ? hash.group(1) : "";
    }

    /**
     * The kind of a file.
     *
     * @param head its first bytes
     */
    static FileKind kind(String name, byte[] head) throws NotAPackage {
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (ending.equals("psf") || begins(head, DELTA)) {
            throw new NotAPackage(new Text(
                    "a .psf carries differences without a signature of its own: take the .msu or .cab of the update",
                    ".psf は差分データで、単独の署名がありません。この更新プログラムの .msu または .cab を使用してください"));
        }
        if (begins(head, IMAGE)) {
            throw new NotAPackage(new Text(
                    "this .msu is a WIM image, whose signature Firebreak cannot verify: take the .cab of the update",
                    "この .msu は WIM イメージのため、署名を検証できません。この更新プログラムの .cab を使用してください"));
        }
        FileKind told = ENDINGS.get(ending);
        FileKind found = begins(head, CABINET)
                ? FileKind.CAB
                : begins(head, COMPOUND)
                        ? FileKind.MSI
                        : head.length > 1 && head[0] == 'M' && head[1] == 'Z' ? FileKind.PE : null;
        if (told == null) {
            throw new NotAPackage(new Text(
                    "no package: .exe, .msu, .cab, .msi and .msp are taken",
                    "パッケージではありません。対象は .exe、.msu、.cab、.msi、.msp です"));
        }
        if (found == null) {
            throw new NotAPackage(new Text(
                    "no executable, cabinet or MSI file: damaged, or not what its name says",
                    "実行ファイル、キャビネット、MSI のいずれでもありません。破損しているか、名前と内容が異なります"));
        }
        if (found != told) {
            throw new NotAPackage(new Text("the content is not what the name says", "内容がファイル名の種類と異なります"));
        }
        return found;
    }

    private static boolean begins(byte[] head, byte[] with) {
        return head.length >= with.length && Arrays.equals(head, 0, with.length, with, 0, with.length);
    }
}
