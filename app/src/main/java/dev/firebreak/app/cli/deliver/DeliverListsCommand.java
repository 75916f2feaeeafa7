package dev.firebreak.app.cli.deliver;

import dev.firebreak.app.cli.CommandFailure;
import dev.firebreak.app.cli.ExitCode;
import dev.firebreak.app.cli.OutputFile;
import dev.firebreak.app.report.json.DistributionNdjson;
import dev.firebreak.app.report.model.ReportStyle;
import dev.firebreak.app.report.sheet.DistributionSheets;
import dev.firebreak.app.report.text.DistributionTable;
import dev.firebreak.core.rollout.DistributionList;
import dev.firebreak.core.rollout.NeededPackage;
import dev.firebreak.core.rollout.PackageChoice;
import dev.firebreak.core.rollout.PackageFile;
import dev.firebreak.core.text.Language;
import dev.firebreak.core.text.SafeText;
import java.io.Console;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code deliver lists}: package by package, which machines need it. */
@Command(name = "lists")
final class DeliverListsCommand implements Callable<Integer> {

    /** Kinds of output. */
    enum Format {
        TABLE,
        XLSX,
        CSV,
        NDJSON,
        NAMES
    }

    @ParentCommand
    @Nullable
    DeliverCommand parent;

    @Mixin
    DeliveryInput input = new DeliveryInput();

    @Option(names = "--format", paramLabel = "FORMAT")
    Format format = Format.TABLE;

    @Option(names = "--package", paramLabel = "KB|FILE")
    @Nullable
    String only;

    @Option(names = "--out", paramLabel = "FILE")
    @Nullable
    Path out;

    @Parameters(paramLabel = "PATH", arity = "1..*")
    List<Path> paths = new ArrayList<>();

    @Override
    public Integer call() {
        input.use(parent);
        if (out == null && format == Format.XLSX && isTerminal()) {
            throw new CommandFailure(ExitCode.WRONG_USAGE, "out.binary");
        }
        DistributionList all = DistributionList.of(input.needs(paths));
        List<PackageFile> there = new PackageFolderReader(input.folder()).files();
        Function<NeededPackage, Optional<PackageFile>> files = n -> PackageChoice.choose(n, there);
        DistributionList list = only == null ? all : only(all, only, files);
        Language language = input.firebreak().messages().language();
        OutputFile.write(out, input.firebreak().out(), stream -> {
            try {
                write(list, files, language, stream);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return ExitCode.DONE;
    }

    private void write(
            DistributionList list,
            Function<NeededPackage, Optional<PackageFile>> files,
            Language language,
            OutputStream stream)
            throws IOException {
        switch (format) {
            case TABLE -> new DistributionTable(stream, style(language), files).write(list);
            case CSV -> new DistributionSheets(files, language).csv(list, stream);
            case XLSX -> new DistributionSheets(files, language).xlsx(list, "1.0", stream);
            case NDJSON -> new DistributionNdjson(files, language).write(list, stream);
            case NAMES -> names(list, stream);
        }
    }

    private ReportStyle style(Language language) {
        return new ReportStyle(language, input.day(), input.services().clock().instant(), false, 0, null);
    }

    /** Names for tools that take a list of machines; each once. */
    private static void names(DistributionList list, OutputStream stream) throws IOException {
        var names = new TreeSet<String>();
        list.items().forEach(i -> i.machines().forEach(m -> names.add(SafeText.name(m.name()))));
        for (String name : names) {
            stream.write((name + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private static DistributionList only(
            DistributionList all, String wanted, Function<NeededPackage, Optional<PackageFile>> files) {
        return new DistributionList(
                all.items().stream()
                        .filter(i -> wanted.equalsIgnoreCase(i.needed().kb().toString())
                                || wanted.equalsIgnoreCase(i.needed().key())
                                || wanted.equalsIgnoreCase(i.needed().file())
                                || files.apply(i.needed())
                                        .filter(f -> wanted.equalsIgnoreCase(f.file()))
                                        .isPresent())
                        .toList(),
                List.of());
    }

    @SuppressWarnings("SystemConsoleNull") // other makers of the JDK may still give none
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }
}
