package dev.firebreak.app.capture.sigma;

import dev.firebreak.app.io.PlainFiles;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import dev.firebreak.core.watch.sigma.SigmaRecords;
import dev.firebreak.core.watch.sigma.SigmaRule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the Sigma rules of files and folders. */
public final class SigmaFolder {

    private static final int MAX_FILES = 100_000;
    private static final int MAX_BYTES = 1 << 20;
    private static final int DEEPEST = 32;

    private SigmaFolder() {}

    /** All rules below the paths; a rule that is not understood, or is for a log that is not read here, is a problem. */
    public static Read<SigmaRule> read(List<Path> paths) {
        List<SigmaRule> rules = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Path path : paths) {
            try (Stream<Path> files = Files.walk(path, DEEPEST)) {
                files.filter(SigmaFolder::isRule).sorted().limit(MAX_FILES).forEach(f -> file(f, rules, problems));
            } catch (IOException e) {
                problems.add(new Problem(Source.of(path.toString()), PlainFiles.why(e)));
            }
        }
        return new Read<>(rules, problems);
    }

    private static boolean isRule(Path file) {
        String name = String.valueOf(file.getFileName());
        return (name.endsWith(".yml") || name.endsWith(".yaml")) && Files.isRegularFile(file);
    }

    private static void file(Path file, List<SigmaRule> rules, List<Problem> problems) {
        String name = String.valueOf(file.getFileName());
        try (InputStream in = PlainFiles.open(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES);
            Read<SigmaRule> read = SigmaRuleReader.read(new String(bytes, StandardCharsets.UTF_8), name);
            problems.addAll(read.problems());
            for (SigmaRule rule : read.items()) {
                Set<String> unknown = SigmaRecords.unknownFields(rule);
                if (!unknown.isEmpty()) {
                    problems.add(new Problem(
                            Source.of(name),
                            Text.format(
                                    "Sigma rule \"%s\" is not used: no log that is read here has the field %s",
                                    "Sigma ルール「%s」は使用しません。読み取るログに項目 %s がありません",
                                    rule.title(),
                                    String.join(", ", unknown))));
                } else if (SigmaRecords.isRead(rule.source())) {
                    rules.add(rule);
                } else {
                    problems.add(new Problem(
                            Source.of(name),
                            Text.format(
                                    "Sigma rule \"%s\" is not used: its log is not read here (%s)",
                                    "Sigma ルール「%s」は使用しません。対象のログ（%s）は読み取りません", rule.title(), rule.source())));
                }
            }
        } catch (IOException e) {
            problems.add(new Problem(Source.of(name), PlainFiles.why(e)));
        }
    }
}
