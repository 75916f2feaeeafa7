package dev.firebreak.app.collect;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.app.collect.bulk.NdjsonFile;
import dev.firebreak.app.collect.classify.FileClassifier;
import dev.firebreak.app.collect.classify.FileContent;
import dev.firebreak.app.collect.classify.Formats;
import dev.firebreak.app.collect.classify.InputFiles;
import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.app.collect.evidence.FileDate;
import dev.firebreak.app.collect.format.CollectTexts;
import dev.firebreak.app.collect.merge.FaultIsolation;
import dev.firebreak.app.io.PlainFiles;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads files one after the other: small ones whole, into pieces; inventories as NDJSON are only found here. */
final class FileReading {

    final List<EvidencePart> pieces = new ArrayList<>();
    final List<NdjsonFile> streams = new ArrayList<>();

    private final Formats formats;
    private final FileClassifier classifier;
    private final FaultIsolation faults;
    private final Path temp;
    private final List<Path> spooled;
    private final Consumer<Problem> problems;

    /** @param spooled takes the files of ours that are to be deleted in the end */
    FileReading(Formats formats, FaultIsolation faults, Path temp, List<Path> spooled, Consumer<Problem> problems) {
        this.formats = formats;
        this.classifier = new FileClassifier(formats);
        this.faults = faults;
        this.temp = temp;
        this.spooled = spooled;
        this.problems = problems;
    }

    /** Reads a file, or notes it as an inventory to be read in parts. */
    void read(InputFiles.InputFile file) {
        try (InputStream in = PlainFiles.open(file.path())) {
            switch (classifier.classify(file.source(), file.bytes(), in)) {
                case FileContent.Unusable unusable -> addProblem(file, unusable.problem());
                case FileContent.Ndjson(Charset charset) ->
                    stream(charset.equals(UTF_8) ? file : narrow(file, charset));
                case FileContent.DecodedNdjson(String text) -> {
                    Path copy = copy();
                    Files.writeString(copy, text);
                    stream(new InputFiles.InputFile(copy, file.shown(), Files.size(copy), file.modified()));
                }
                case FileContent.Document document -> {
                    Read<Formats.Part> read = formats.read(document, faults::read);
                    read.problems().forEach(problems);
                    FileDate date = file.date();
                    read.items().forEach(found -> pieces.add(found.piece().dated(date)));
                }
            }
        } catch (RuntimeException | StackOverflowError bug) {
            Read<EvidencePart> left = faults.file(file.source(), bug);
            left.problems().forEach(problems);
            pieces.addAll(left.items());
        } catch (IOException e) {
            addProblem(file, Files.isReadable(file.path()) ? CollectTexts.CANNOT_READ : CollectTexts.NO_PERMISSION);
        }
    }

    /** PowerShell's {@code >} writes UTF-16: the same records as UTF-8, in a file of ours. */
    private InputFiles.InputFile narrow(InputFiles.InputFile file, Charset wide) throws IOException {
        Path copy = copy();
        // A file cut within a letter spoils its last line only.
        var decoder = wide.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        try (var from = new InputStreamReader(PlainFiles.open(file.path()), decoder);
                var to = Files.newBufferedWriter(copy, UTF_8)) {
            from.transferTo(to);
        }
        return new InputFiles.InputFile(copy, file.shown(), Files.size(copy), file.modified());
    }

    private Path copy() throws IOException {
        Path copy = Files.createTempFile(temp, "firebreak-utf8-", null);
        spooled.add(copy);
        return copy;
    }

    private void stream(InputFiles.InputFile file) {
        streams.add(new NdjsonFile(file));
    }

    private void addProblem(InputFiles.InputFile file, Text what) {
        problems.accept(new Problem(file.source(), what));
    }
}
