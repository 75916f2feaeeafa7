package dev.firebreak.app.server;

import dev.firebreak.app.cli.CommandFailure;
import dev.firebreak.app.cli.ExitCode;
import dev.firebreak.app.cli.FeedPort;
import dev.firebreak.app.cli.ReadProgress;
import dev.firebreak.app.feed.document.FeedKind;
import dev.firebreak.app.feed.fetch.KnowledgeUpdater;
import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.app.feed.store.CompiledCatalogue;
import dev.firebreak.app.feed.store.DamagedKnowledge;
import dev.firebreak.app.feed.store.ImportEditions;
import dev.firebreak.app.feed.store.ImportIntake;
import dev.firebreak.app.feed.store.ImportRecord;
import dev.firebreak.app.feed.store.ImportResult;
import dev.firebreak.app.feed.store.ImportStore;
import dev.firebreak.app.feed.store.ImportedKnowledge;
import dev.firebreak.app.feed.store.KnowledgeFolder;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.catalogue.Catalogue;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the commands ask of the feeds; their rooms do not know each other. */
public record FeedAccess(Map<String, String> environment, InstantSource clock) implements FeedPort {

    @Override
    public void take(@Nullable Path data, List<Path> paths, ReadProgress progress, Consumer<Outcome> outcomes) {
        try {
            new ImportIntake(store(data))
                    .take(paths, progress::read, (source, result) -> outcomes.accept(told(source, result)));
        } catch (IOException e) {
            throw folder(data, e);
        } catch (DamagedKnowledge e) {
            throw damaged(e);
        }
    }

    @Override
    public void update(@Nullable Path data, @Nullable Path bundle, ReadProgress progress, Consumer<Outcome> outcomes) {
        try {
            new KnowledgeUpdater(folder(data), store(data), environment)
                    .update(bundle, progress::read, (source, result) -> outcomes.accept(told(source, result)));
        } catch (IOException e) {
            throw folder(data, e);
        } catch (DamagedKnowledge e) {
            throw damaged(e);
        }
    }

    /** What was imported, made ready for judging. */
    public Catalogue catalogue(@Nullable Path data, ShippedKnowledge shipped, Consumer<Text> say) {
        try {
            new ImportedKnowledge(folder(data))
                    .imports().stream().filter(record -> !record.whole()).forEach(record -> say.accept(cut(record)));
            return CompiledCatalogue.of(folder(data), shipped, say);
        } catch (DamagedKnowledge e) {
            throw damaged(e);
        }
    }

    /** What ships, with the support dates that were imported in the place of its own. */
    public Knowledge knowledge(@Nullable Path data, ShippedKnowledge shipped) {
        try {
            List<Lifecycle> said = new ArrayList<>();
            new ImportedKnowledge(folder(data)).lifecycles(said::add);
            Knowledge knowledge = shipped.knowledge();
            return said.isEmpty() ? knowledge : knowledge.withSupport(said);
        } catch (DamagedKnowledge e) {
            throw damaged(e);
        }
    }

    @Override
    public List<Entry> list(@Nullable Path data) {
        try {
            List<ImportRecord> records = new ImportedKnowledge(folder(data)).imports();
            return records.stream()
                    .map(record -> entry(record, ImportEditions.replacedBy(record, records)))
                    .toList();
        } catch (DamagedKnowledge e) {
            throw damaged(e);
        }
    }

    @Override
    public Optional<Entry> undo(@Nullable Path data, String id) {
        try {
            return store(data).undo(id).map(record -> entry(record, null));
        } catch (IOException e) {
            throw folder(data, e);
        } catch (DamagedKnowledge e) {
            throw damaged(e);
        }
    }

    /** What a feed did not get to say makes no machine safe. */
    private static Text cut(ImportRecord record) {
        return Text.format(
                "Import %s was cut short (%s): advisories may be missing, so less may be shown than is open",
                "取り込み %s は途中で切れています（%s）。情報が欠けているため、実際より少なく表示される可能性があります", record.id(), record.source());
    }

    private ImportStore store(@Nullable Path data) {
        return new ImportStore(folder(data), clock);
    }

    /** Changes when what was imported does. */
    String fingerprint(@Nullable Path data) {
        try {
            return new ImportedKnowledge(folder(data)).fingerprint();
        } catch (DamagedKnowledge e) {
            throw damaged(e);
        }
    }

    /** Where everything is kept. */
    Path folder(@Nullable Path data) {
        return KnowledgeFolder.of(data, environment, System.getProperty("os.name"), System.getProperty("user.home"));
    }

    private CommandFailure folder(@Nullable Path data, IOException e) {
        return new CommandFailure(
                ExitCode.OUR_FAULT,
                "knowledge.folder",
                folder(data) + ": " + e.getClass().getSimpleName());
    }

    private static CommandFailure damaged(DamagedKnowledge e) {
        return new CommandFailure(ExitCode.OUR_FAULT, "knowledge.damaged", e.folder());
    }

    private static Outcome told(String source, ImportResult result) {
        return switch (result) {
            case ImportResult.Imported(var record) -> new Outcome.Taken(entry(record, null));
            case ImportResult.Already(var earlier) -> new Outcome.Known(source, entry(earlier, null));
            case ImportResult.Refused(var complaints) -> new Outcome.Refused(source, complaints);
        };
    }

    private static Entry entry(ImportRecord record, @Nullable ImportRecord replacedBy) {
        List<FeedKind> kinds = record.kinds().stream().sorted().toList();
        return new Entry(
                record.id(),
                new Text(
                        kinds.stream().map(kind -> kind.label().en()).collect(Collectors.joining(", ")),
                        kinds.stream().map(kind -> kind.label().ja()).collect(Collectors.joining("、"))),
                record.source(),
                record.when(),
                record.sha256(),
                record.counts().statements(),
                record.counts().facts(),
                record.counts().packages(),
                record.counts().lifecycles(),
                record.whole(),
                replacedBy == null ? null : replacedBy.id(),
                record.complaints(),
                record.complaintCount());
    }
}
