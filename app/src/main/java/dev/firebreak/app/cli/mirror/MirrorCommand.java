package dev.firebreak.app.cli.mirror;

import dev.firebreak.app.cli.CommandFailure;
import dev.firebreak.app.cli.CommandServices;
import dev.firebreak.app.cli.ExitCode;
import dev.firebreak.app.cli.FormatOption;
import dev.firebreak.app.cli.KeyOptions;
import dev.firebreak.app.cli.StoreCommand;
import dev.firebreak.app.io.JsonWriter;
import dev.firebreak.app.io.tuf.TrustFolder;
import dev.firebreak.app.io.tuf.TufFailure;
import dev.firebreak.app.io.tuf.TufRepository;
import dev.firebreak.app.io.tuf.TufRole;
import dev.firebreak.app.mirror.IntakeResult;
import dev.firebreak.app.mirror.IntakeResult.Outcome;
import dev.firebreak.app.mirror.MirrorExport;
import dev.firebreak.app.mirror.PackageIntake;
import dev.firebreak.app.mirror.PackageReview;
import dev.firebreak.app.mirror.PackageStore;
import dev.firebreak.app.mirror.StoredPackage;
import dev.firebreak.app.mirror.authenticode.RevocationLists;
import dev.firebreak.app.mirror.authenticode.TrustPolicy;
import dev.firebreak.app.server.PackageKnowledge;
import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mirror}: the packages of this site, proven genuine. */
@Command(
        name = "mirror",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {MirrorFetchCommand.class})
public final class MirrorCommand extends StoreCommand {

    public MirrorCommand(CommandServices services) {
        super(services);
    }

    MirrorTerminal mirror() {
        return new MirrorTerminal(firebreak(), services(), store());
    }

    PackageStore packages() {
        return PackageStore.of(mirror().folder());
    }

    PackageIntake intake(List<Path> lists) {
        Path folder = mirror().folder();
        return new PackageIntake(
                packages(),
                PackageKnowledge.read(
                        folder, services().knowledge(store().data()).knowledge()),
                policy(lists),
                services().clock());
    }

    private TrustPolicy policy(List<Path> lists) {
        try {
            return TrustPolicy.microsoft(RevocationLists.read(lists));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.WRONG_USAGE, "mirror.crl", String.valueOf(e.getMessage()));
        }
    }

    /** Judges files and takes those that are genuine. */
    @Command(name = "add")
    int add(
            @Option(names = "--crl", paramLabel = "FILE") @Nullable List<Path> crls,
            @Mixin FormatOption output,
            @Option(names = "--fail-on", paramLabel = "OUTCOME") @Nullable Outcome failOn,
            @Parameters(paramLabel = "PACKAGE", arity = "1..*") List<Path> paths) {
        MirrorTerminal terminal = mirror();
        PackageIntake intake = intake(crls == null ? List.of() : crls);
        Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
        try {
            for (Path file : PackageFiles.under(paths)) {
                IntakeResult result = intake.add(file, bytes -> {});
                counts.merge(result.outcome(), 1, Integer::sum);
                show(terminal, result, output);
                note(terminal, result);
            }
        } catch (IOException e) {
            throw terminal.unusable(e);
        }
        return end(terminal, counts, failOn);
    }

    static int end(MirrorTerminal terminal, Map<Outcome, Integer> counts, @Nullable Outcome failOn) {
        int taken = counts.getOrDefault(Outcome.ACCEPTED, 0) + counts.getOrDefault(Outcome.QUARANTINED, 0);
        terminal.say(
                "mirror.counts",
                counts.getOrDefault(Outcome.ACCEPTED, 0),
                counts.getOrDefault(Outcome.QUARANTINED, 0),
                counts.getOrDefault(Outcome.REFUSED, 0));
        if (failOn != null && counts.keySet().stream().anyMatch(outcome -> outcome.compareTo(failOn) >= 0)) {
            return ExitCode.MATCHED;
        }
        return taken == 0 ? ExitCode.NOTHING_READ : ExitCode.DONE;
    }

    static void note(MirrorTerminal terminal, IntakeResult result) {
        String sha256 = result.sha256();
        if (result.outcome() != Outcome.REFUSED && sha256 != null) {
            terminal.note(
                    "package.add",
                    String.valueOf(Path.of(result.file()).getFileName()),
                    result.outcome().name().toLowerCase(Locale.ROOT) + ", sha256 " + sha256);
        }
    }

    static void show(MirrorTerminal terminal, IntakeResult result, FormatOption output) {
        String outcome = result.outcome().name().toLowerCase(Locale.ROOT);
        if (output.isNdjson()) {
            terminal.json(json -> {
                JsonWriter.text(json, "file", result.file());
                json.writeStringProperty("outcome", outcome);
                reason(json, "reason", result.reason(), terminal);
                JsonWriter.text(json, "signer", result.signer());
                JsonWriter.text(json, "sha256", result.sha256());
            });
        } else {
            terminal.row(List.of(
                    terminal.text("mirror.outcome." + outcome),
                    result.file(),
                    result.reason().in(terminal.language())));
        }
    }

    private static void reason(
            tools.jackson.core.JsonGenerator json, String name, Text reason, MirrorTerminal terminal) {
        JsonWriter.text(json, name, reason.in(terminal.language()));
        JsonWriter.text(json, name + "En", reason.en());
        JsonWriter.text(json, name + "Ja", reason.ja());
    }

    /** All packages with their standing. */
    @Command(name = "list")
    int list(@Mixin FormatOption output) {
        MirrorTerminal terminal = mirror();
        try {
            List<StoredPackage> all = packages().packages();
            if (all.isEmpty() && !output.isNdjson()) {
                terminal.say("mirror.none");
            }
            for (StoredPackage stored : all) {
                show(terminal, stored, output);
            }
            return ExitCode.DONE;
        } catch (IOException e) {
            throw terminal.unusable(e);
        }
    }

    private static void show(MirrorTerminal terminal, StoredPackage stored, FormatOption output) {
        Kb kb = stored.kb();
        Architecture architecture = stored.architecture();
        String language = stored.language();
        String standing = stored.standing().name().toLowerCase(Locale.ROOT);
        StoredPackage.Decision decision = stored.decision();
        if (!output.isNdjson()) {
            terminal.row(List.of(
                    terminal.text("mirror.outcome." + standing),
                    stored.file(),
                    kb == null ? "-" : kb.toString(),
                    architecture == null ? "-" : architecture.id(),
                    language == null ? "-" : language,
                    String.format(Locale.ROOT, "%,d", stored.size()),
                    stored.sha256(),
                    stored.judgement().signer(),
                    decision == null ? "-" : decision.by() + ": " + decision.why()));
            return;
        }
        terminal.json(json -> {
            JsonWriter.text(json, "file", stored.file());
            json.writeStringProperty("outcome", standing);
            reason(json, "reason", stored.judgement().reason(), terminal);
            JsonWriter.text(json, "signer", stored.judgement().signer());
            JsonWriter.text(json, "sha256", stored.sha256());
            JsonWriter.text(json, "sha1", stored.sha1());
            json.writeNumberProperty("size", stored.size());
            JsonWriter.text(json, "kb", kb == null ? null : kb.toString());
            JsonWriter.text(json, "architecture", architecture == null ? null : architecture.id());
            JsonWriter.text(json, "language", language);
            JsonWriter.text(
                    json,
                    "signedAt",
                    Optional.ofNullable(stored.judgement().signedAt())
                            .map(Object::toString)
                            .orElse(null));
            JsonWriter.text(json, "decidedBy", decision == null ? null : decision.by());
            JsonWriter.text(json, "decidedWhy", decision == null ? null : decision.why());
        });
    }

    /** Reads every package again; what does not hold is handed out no more. */
    @Command(name = "verify")
    int verify(@Option(names = "--crl", paramLabel = "FILE") @Nullable List<Path> crls, @Mixin FormatOption output) {
        MirrorTerminal terminal = mirror();
        var review = new PackageReview(
                packages(), policy(crls == null ? List.of() : crls), services().clock());
        var good = new AtomicInteger();
        var bad = new AtomicInteger();
        try {
            review.verify(finding -> {
                Text fault = finding.fault();
                (fault == null ? good : bad).incrementAndGet();
                StoredPackage stored = finding.stored();
                String file = stored == null ? "-" : stored.file();
                if (output.isNdjson()) {
                    terminal.json(json -> {
                        JsonWriter.text(json, "file", stored == null ? null : file);
                        json.writeStringProperty("sha256", finding.sha256());
                        json.writeBooleanProperty("good", fault == null);
                        JsonWriter.text(json, "reason", fault == null ? null : fault.in(terminal.language()));
                    });
                } else {
                    terminal.row(List.of(
                            terminal.text(fault == null ? "mirror.good" : "mirror.faulty"),
                            file,
                            finding.sha256(),
                            fault == null ? "-" : fault.in(terminal.language())));
                }
                if (fault != null && stored != null && stored.isServed()) {
                    terminal.note("package.withdraw", file, fault.en() + ", sha256 " + finding.sha256());
                }
            });
        } catch (IOException e) {
            throw terminal.unusable(e);
        }
        terminal.say("mirror.verified", good.get(), bad.get());
        return bad.get() == 0 ? ExitCode.DONE : ExitCode.MATCHED;
    }

    /** Lets a package out of quarantine. */
    @Command(name = "approve")
    int approve(
            @Option(names = "--reason", paramLabel = "TEXT", required = true) String reason,
            @Parameters(paramLabel = "SHA256") String hash) {
        return decide(hash, reason, true);
    }

    /** Refuses a package for good. */
    @Command(name = "reject")
    int reject(
            @Option(names = "--reason", paramLabel = "TEXT", required = true) String reason,
            @Parameters(paramLabel = "SHA256") String hash) {
        return decide(hash, reason, false);
    }

    private int decide(String hash, String reason, boolean approve) {
        MirrorTerminal terminal = mirror();
        var review = new PackageReview(packages(), policy(List.of()), services().clock());
        try {
            StoredPackage stored = review.named(hash)
                    .orElseThrow(() -> new CommandFailure(ExitCode.WRONG_USAGE, "mirror.unknown", hash));
            PackageReview.Result result = approve
                    ? review.approve(stored.sha256(), terminal.user(), reason)
                    : review.reject(stored.sha256(), terminal.user(), reason);
            if (result != PackageReview.Result.DONE) {
                throw new CommandFailure(
                        ExitCode.WRONG_USAGE, "mirror.decide." + result.name().toLowerCase(Locale.ROOT), stored.file());
            }
            terminal.note(
                    approve ? "package.approve" : "package.reject", stored.file(), stored.sha256() + ": " + reason);
            terminal.say(approve ? "mirror.approved" : "mirror.rejected", stored.file());
            return ExitCode.DONE;
        } catch (IOException e) {
            throw terminal.unusable(e);
        }
    }

    /** Writes a signed tree for any web server. */
    @Command(name = "export")
    int export(
            @Mixin KeyOptions keys,
            @Option(names = "--valid-days", paramLabel = "N", defaultValue = "30") int days,
            @Parameters(paramLabel = "FOLDER") Path folder) {
        MirrorTerminal terminal = mirror();
        if (days < 1 || days > 3650) {
            throw new CommandFailure(ExitCode.WRONG_USAGE, "usage.value", "--valid-days", days);
        }
        TrustFolder trust = TrustFolder.of(terminal.folder());
        try {
            var signers = trust.signers(
                    List.of(TufRole.TARGETS, TufRole.SNAPSHOT, TufRole.TIMESTAMP),
                    keys.secrets(trust, firebreak(), services()));
            MirrorExport.Written written = new MirrorExport(packages())
                    .write(
                            folder,
                            trust.folder(),
                            signers,
                            TufRepository.Lifetimes.of(Duration.ofDays(days)),
                            services().clock().instant());
            terminal.note(
                    "package.export",
                    folder.toString(),
                    written.packages() + " packages, version " + written.version());
            terminal.say("mirror.exported", written.packages(), written.copied(), folder, days);
            return ExitCode.DONE;
        } catch (TufFailure e) {
            throw new CommandFailure(
                    ExitCode.WRONG_USAGE, "trust.failed", e.text().in(terminal.language()));
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.OUR_FAULT,
                    "mirror.export.failed",
                    folder,
                    e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        }
    }
}
