package dev.firebreak.app.io;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.core.text.Text;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/**
 * Opens plain files and nothing else. Who opens a named pipe waits until somebody writes into it, and a device such as
 * {@code /dev/zero} never ends; a link to either is no better.
 */
public final class PlainFiles {

    /** Bytes that a name of a file has at most on the file systems of Linux, macOS and Windows (UTF-8; NTFS counts fewer). */
    public static final int MAX_NAME_LENGTH = 255;

    private PlainFiles() {}

    /** What is there is no plain file: a folder, a pipe, a device or a socket; it was not opened. */
    public static final class NotPlain extends IOException {
        private static final long serialVersionUID = 1;

        NotPlain(Path file) {
            super(file + ": not a plain file");
        }
    }

    /** It is larger than anything of its kind; no more than that was read. */
    public static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;

        TooLarge(Path file, int most) {
            super(file + ": larger than " + most + " bytes");
        }
    }

    /**
     * Looks before something is opened by other means.
     *
     * @throws NotPlain where it is no plain file
     * @throws IOException where it is not there, or its folder may not be looked into
     */
    public static void check(Path file, LinkOption... links) throws IOException {
        if (!Files.readAttributes(file, BasicFileAttributes.class, links).isRegularFile()) {
            throw new NotPlain(file);
        }
    }

    /** Opens for reading. */
    public static InputStream open(Path file) throws IOException {
        check(file);
        return Files.newInputStream(file);
    }

    /** Opens for reading where it is no link. */
    public static InputStream openUnlinked(Path file) throws IOException {
        check(file, LinkOption.NOFOLLOW_LINKS);
        Set<OpenOption> how = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        return Channels.newInputStream(Files.newByteChannel(file, how));
    }

    /** Opens for reading at any place. */
    public static FileChannel channel(Path file) throws IOException {
        check(file);
        return FileChannel.open(file, StandardOpenOption.READ);
    }

    /** All bytes; not more than a bound, whatever size the file is said to have. */
    public static byte[] bytes(Path file, int most) throws IOException {
        try (InputStream in = open(file)) {
            byte[] bytes = in.readNBytes(most);
            if (bytes.length == most && in.read() >= 0) {
                throw new TooLarge(file, most);
            }
            return bytes;
        }
    }

    /** All of it as UTF-8 text, without a byte order mark; not more than a bound of bytes. */
    public static String text(Path file, int most) throws IOException {
        String text = UTF_8.newDecoder()
                .decode(java.nio.ByteBuffer.wrap(bytes(file, most)))
                .toString();
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** Why a file cannot be read, in a sentence for people. */
    public static Text why(IOException failure) {
        return switch (failure) {
            case NotPlain _ -> new Text("not a plain file, so it was not opened", "通常のファイルではないため、開いていません");
            case TooLarge _ -> new Text("larger than a file of this kind may be", "この種のファイルの上限サイズを超えています");
            case NoSuchFileException _, FileNotFoundException _ -> new Text("the file does not exist", "ファイルがありません");
            case AccessDeniedException _ -> new Text("no permission to read it", "読み取る権限がありません");
            case CharacterCodingException _ -> new Text("not UTF-8 text", "UTF-8 のテキストではありません");
            default ->
                Text.format(
                        "cannot be read: %s", "読み込めません: %s", failure.getClass().getSimpleName());
        };
    }

    /** A name cut to so many bytes in UTF-8, between two characters. */
    public static String cut(String name, int mostBytes) {
        int bytes = 0;
        int end = 0;
        while (end < name.length()) {
            int c = name.codePointAt(end);
            bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
            if (bytes > mostBytes) {
                return name.substring(0, end);
            }
            end += Character.charCount(c);
        }
        return name;
    }
}
