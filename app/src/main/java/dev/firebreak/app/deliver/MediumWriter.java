package dev.firebreak.app.deliver;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.app.io.tuf.TufFailure;
import dev.firebreak.app.io.tuf.TufTarget;
import dev.firebreak.core.advisory.Mitigation;
import dev.firebreak.core.rollout.DistributionList;
import dev.firebreak.core.rollout.Installer;
import dev.firebreak.core.rollout.MachineNeed;
import dev.firebreak.core.rollout.MediumEntry;
import dev.firebreak.core.rollout.PackageFile;
import dev.firebreak.core.text.Language;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes an offline medium: a folder for a USB stick or DVD with only the packages that an estate needs, one START.cmd that picks by version,
 * architecture and language, and what people must know. {@code medium.txt} is written last: without it START.cmd refuses to work.
 */
public final class MediumWriter {

    private static final Charset JAPANESE = Charset.forName("windows-31j");
    private static final Pattern ADDRESS = Pattern.compile("https?://[A-Za-z0-9._/?=-]{1,300}");
    private static final String CATALOGUE = "https://www.catalog.update.microsoft.com/";

    private final Path folder;
    private final String id;
    private final int seconds;
    private final Map<String, TufTarget> written = new TreeMap<>();

    /**
     * A medium.
     *
     * @param folder empty, or not there
     * @param id of the medium; results name it
     * @param seconds that an installer may take
     */
    public MediumWriter(Path folder, String id, int seconds) {
        this.folder = folder;
        this.id = id;
        this.seconds = seconds;
    }

    /** The folder holds something already; nothing was changed. */
    public static final class NotEmpty extends IOException {
        private static final long serialVersionUID = 1;
    }

    /**
     * What was written.
     *
     * @param entries kinds of machines, with their package or without
     */
    public record Written(List<MediumEntry> entries, List<PackageFile> packages, DistributionList list) {
        public Written {
            entries = List.copyOf(entries);
            packages = List.copyOf(packages);
        }
    }

    /**
     * Writes everything.
     *
     * @param machines list of machines as CSV, UTF-8
     * @param signing null where nobody signs
     */
    public Written write(
            List<MachineNeed> needs,
            List<PackageFile> files,
            PackageBytes bytes,
            List<Mitigation> mitigations,
            byte[] machines,
            @Nullable MediumSigning signing)
            throws IOException, TufFailure {
        begin();
        List<MediumEntry> entries = MediumEntry.of(needs, files);
        List<PackageFile> taken = entries.stream()
                .map(MediumEntry::file)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        for (PackageFile file : taken) {
            copy(file, bytes);
        }
        DistributionList list = DistributionList.of(needs);
        text("packages.txt", list(entries, true), US_ASCII);
        text("unavailable.txt", list(entries, false), US_ASCII);
        text("missing.txt", "\uFEFF" + MediumTexts.missing(list, files), UTF_8);
        text("README.txt", "\uFEFF" + MediumTexts.readme(id, Language.EN), UTF_8);
        text("README.ja.txt", "\uFEFF" + MediumTexts.readme(id, Language.JA), UTF_8);
        write("machines.csv", machines);
        for (Map.Entry<String, String> said : new TreeMap<>(MediumTexts.start()).entrySet()) {
            text("text/" + said.getKey() + ".txt", said.getValue() + "\n", JAPANESE);
        }
        for (String script : List.of("START.cmd", "install.cmd", "collect.cmd")) {
            text(script, resource(script), US_ASCII);
        }
        text("mitigate.cmd", MitigationScript.cmd(mitigations), US_ASCII);
        Files.createDirectories(folder.resolve("results"));
        text("medium.txt", "medium=" + id + "\nseconds=" + seconds + "\n", US_ASCII);
        if (signing != null) {
            signing.sign(folder.resolve("metadata"), new ArrayList<>(written.values()));
        }
        return new Written(entries, taken, list);
    }

    private void begin() throws IOException {
        Files.createDirectories(folder);
        try (var there = Files.list(folder)) {
            if (there.findAny().isPresent()) {
                throw new NotEmpty();
            }
        }
        Files.createDirectories(folder.resolve("packages"));
        Files.createDirectories(folder.resolve("text"));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = MediumWriter.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), US_ASCII);
        }
    }

    /**
     * Lines as START.cmd reads them: build;type;architecture;language;least pack;most pack;kb;.. Each once: products that share a package
     * (Windows 7 and POSReady 7) would have it installed once for each.
     */
    private static String list(List<MediumEntry> entries, boolean there) {
        var lines = new LinkedHashSet<String>();
        for (MediumEntry entry : entries) {
            PackageFile file = entry.file();
            if ((file != null) == there) {
                List<String> languages = entry.languages().isEmpty() ? List.of("all") : entry.languages();
                for (String language : languages) {
                    var text = new StringBuilder();
                    text.append(entry.build().branch())
                            .append(';')
                            .append(entry.type())
                            .append(';')
                            .append(entry.architecture().id())
                            .append(';')
                            .append(language)
                            .append(';')
                            .append(entry.leastPack())
                            .append(';')
                            .append(entry.mostPack())
                            .append(';')
                            .append(entry.needed().kb())
                            .append(';')
                            .append(file == null ? address(entry) : file(file))
                            .append('\n');
                    lines.add(text.toString());
                }
            }
        }
        return String.join("", lines);
    }

    private static String file(PackageFile file) {
        return Installer.of(file.file()).map(Installer::id).orElse("none") + ";" + file.bytes() + ";" + file.sha256()
                + ";" + file.file();
    }

    /** Only what no command script acts on. */
    private static String address(MediumEntry entry) {
        String search = entry.needed().search();
        return search != null && ADDRESS.matcher(search).matches() ? search : CATALOGUE;
    }

    private void copy(PackageFile file, PackageBytes bytes) throws IOException {
        MessageDigest digest = sha256();
        Path to = folder.resolve("packages").resolve(file.file());
        long length;
        try (InputStream in = bytes.open(file);
                OutputStream out = new DigestOutputStream(Files.newOutputStream(to), digest)) {
            length = in.transferTo(out);
        }
        String seen = HexFormat.of().formatHex(digest.digest());
        if (length != file.bytes() || !seen.equals(file.sha256())) {
            Files.deleteIfExists(to);
            throw new IOException(file.file() + ": not what was recorded");
        }
        note("packages/" + file.file(), length, seen);
    }

    private void text(String name, String text, Charset charset) throws IOException {
        write(name, text.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(charset));
    }

    private void write(String name, byte[] bytes) throws IOException {
        Files.write(folder.resolve(name), bytes);
        note(name, bytes.length, HexFormat.of().formatHex(sha256().digest(bytes)));
    }

    private void note(String path, long length, String sha256) {
        try {
            written.put(path, TufTarget.of(path, length, sha256, Map.of()));
        } catch (TufFailure e) {
            throw new IllegalStateException("names of ours are safe", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
