package dev.firebreak.app.cli.deliver;

import dev.firebreak.app.cli.CommandFailure;
import dev.firebreak.app.cli.CommandServices;
import dev.firebreak.app.cli.DataOption;
import dev.firebreak.app.cli.DateConverter;
import dev.firebreak.app.cli.ExitCode;
import dev.firebreak.app.cli.FirebreakCommand;
import dev.firebreak.app.feed.store.KnowledgeBase;
import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Assessor;
import dev.firebreak.core.catalogue.Catalogue;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.rollout.DistributionPlanner;
import dev.firebreak.core.rollout.MachineNeed;
import dev.firebreak.core.rollout.NeededPackage;
import dev.firebreak.core.rollout.PackageChoice;
import dev.firebreak.core.rollout.PackageFile;
import dev.firebreak.core.text.SafeText;
import dev.firebreak.core.text.Text;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all ways of delivering begin with: machines from files, judged against advisories on a day. */
final class DeliveryInput {

    @Option(names = "--advisory", paramLabel = "ID")
    List<String> advisories = new ArrayList<>();

    @Option(names = "--as-of", paramLabel = "DATE", converter = DateConverter.class)
    @Nullable
    LocalDate asOf;

    @Mixin
    DataOption place = new DataOption();

    private @Nullable DeliverCommand command;

    void use(@Nullable DeliverCommand parent) {
        this.command = Objects.requireNonNull(parent);
    }

    private DeliverCommand command() {
        return Objects.requireNonNull(command);
    }

    CommandServices services() {
        return command().services();
    }

    FirebreakCommand firebreak() {
        return command().firebreak();
    }

    Path folder() {
        return services().folder(place.data());
    }

    Knowledge knowledge() {
        return new KnowledgeBase(folder(), services().shipped()).knowledge();
    }

    LocalDate day() {
        return asOf == null ? LocalDate.now(services().clock()) : asOf;
    }

    /**
     * Judges all machines under the paths.
     *
     * @throws CommandFailure where there is none
     */
    List<Assessment> assessments(List<Path> paths) {
        Knowledge knowledge = knowledge();
        var assessor = new Assessor(knowledge, asked(knowledge), Catalogue.EMPTY, day());
        List<Assessment> machines = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        services()
                .collector()
                .get()
                .collect(paths, services().stdin(), (_, _) -> {}, assessor::assess, machines::add, problems::add);
        if (!firebreak().quiet()) {
            problems.forEach(p -> say(Text.format("%s: %s", "%s: %s", p.source(), p.what())));
        }
        if (machines.isEmpty()) {
            throw new CommandFailure(ExitCode.NOTHING_READ, "assess.nothing");
        }
        return machines;
    }

    /** What the machines under the paths need. */
    List<MachineNeed> needs(List<Path> paths) {
        var planner = new DistributionPlanner();
        return assessments(paths).stream()
                .flatMap(a -> planner.plan(a).stream())
                .toList();
    }

    private List<Advisory> asked(Knowledge knowledge) {
        if (advisories.isEmpty()) {
            return knowledge.advisories();
        }
        return advisories.stream()
                .map(name -> knowledge
                        .advisory(name)
                        .orElseThrow(() -> new CommandFailure(
                                ExitCode.WRONG_USAGE,
                                "advisory.unknown",
                                name,
                                knowledge.advisories().stream()
                                        .map(Advisory::id)
                                        .collect(Collectors.joining(", ")))))
                .distinct()
                .toList();
    }

    /** The package for a need, where it is in the store. */
    Optional<PackageFile> file(NeededPackage needed, List<PackageFile> files) {
        return PackageChoice.choose(needed, files);
    }

    /** A line on standard error. */
    void say(Text text) {
        firebreak().err().println(SafeText.text(text.in(firebreak().messages().language())));
    }

    /** A line on standard error, by its key. */
    void say(String key, @Nullable Object... values) {
        firebreak().err().println(SafeText.text(firebreak().messages().text(key, values)));
    }
}
