package dev.firebreak.app.deliver;

import dev.firebreak.app.io.PlainFiles;
import dev.firebreak.app.io.tuf.TufTarget;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Compares a medium with its signed list: every file that is listed, and nothing besides but results. */
public final class MediumCheck {

    private static final int BUFFER = 1 << 16;

    private MediumCheck() {}

    /** One file that is not as the list says. */
    public record Difference(String path, Text what) {}

    /** All differences; none where the medium is whole. */
    public static List<Difference> differences(Path folder, Map<String, TufTarget> listed) throws IOException {
        List<Difference> found = new ArrayList<>();
        for (TufTarget target : listed.values()) {
            Path file = folder.resolve(target.path());
            if (!Files.isRegularFile(file, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
                found.add(new Difference(target.path(), new Text("is missing", "ありません")));
            } else if (Files.size(file) != target.length() || !sha256(file).equals(target.sha256())) {
                found.add(new Difference(target.path(), new Text("is not what was signed", "署名された内容と異なります")));
            }
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                String name = folder.relativize(dir).toString();
                return name.equals("results") || name.equals("metadata")
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String path = folder.relativize(file).toString().replace('\\', '/');
                if (!listed.containsKey(path)) {
                    found.add(new Difference(path, new Text("is not in the signed list", "署名付きの一覧にないファイルです")));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = PlainFiles.openUnlinked(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
