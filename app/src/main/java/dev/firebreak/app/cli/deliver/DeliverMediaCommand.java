package dev.firebreak.app.cli.deliver;

import dev.firebreak.app.cli.CommandFailure;
import dev.firebreak.app.cli.ExitCode;
import dev.firebreak.app.deliver.MediumSigning;
import dev.firebreak.app.deliver.MediumWriter;
import dev.firebreak.app.io.tuf.TufFailure;
import dev.firebreak.app.report.sheet.DistributionSheets;
import dev.firebreak.core.rollout.DistributionList;
import dev.firebreak.core.rollout.MachineNeed;
import dev.firebreak.core.rollout.MediumEntry;
import dev.firebreak.core.rollout.NeededPackage;
import dev.firebreak.core.rollout.PackageChoice;
import dev.firebreak.core.rollout.PackageFile;
import dev.firebreak.core.text.Language;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code deliver media}: a folder for a USB stick or DVD with what these machines need. */
@Command(name = "media")
final class DeliverMediaCommand implements Callable<Integer> {

    private static final int MAX_MINUTES_LENGTH = 24 * 60;

    @ParentCommand
    @Nullable
    DeliverCommand parent;

    @Mixin
    DeliveryInput input = new DeliveryInput();

    @Mixin
    MediumKeys keys = new MediumKeys();

    @Option(names = "--out", paramLabel = "FOLDER", required = true)
    Path out = Path.of("");

    @Option(names = "--minutes", paramLabel = "N")
    int minutes = 60;

    @Parameters(paramLabel = "PATH", arity = "1..*")
    List<Path> paths = new ArrayList<>();

    @Override
    public Integer call() {
        input.use(parent);
        if (minutes < 1 || minutes > MAX_MINUTES_LENGTH) {
            throw new CommandFailure(ExitCode.WRONG_USAGE, "usage.value", "--minutes", minutes);
        }
        List<MachineNeed> needs = input.needs(paths);
        var shelf = new PackageFolderReader(input.folder());
        List<PackageFile> files = shelf.files();
        byte[] id = new byte[8];
        new SecureRandom().nextBytes(id);
        try {
            Optional<MediumSigning> signing = keys.signing(input.folder(), input.firebreak(), input.services());
            var writer = new MediumWriter(out, HexFormat.of().formatHex(id), minutes * 60);
            MediumWriter.Written written = writer.write(
                    needs, files, shelf, input.knowledge().mitigations(), machines(needs, files), signing.orElse(null));
            tell(written, files);
            if (signing.isEmpty()) {
                input.say("deliver.media.unsigned");
            }
            return ExitCode.DONE;
        } catch (MediumWriter.NotEmpty e) {
            throw new CommandFailure(ExitCode.WRONG_USAGE, "deliver.media.notEmpty", out);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.OUR_FAULT, "out.cannotWrite", out, String.valueOf(e.getMessage()));
        } catch (TufFailure e) {
            throw new CommandFailure(
                    ExitCode.OUR_FAULT,
                    "deliver.media.sign",
                    e.text().in(input.firebreak().messages().language()));
        }
    }

    private byte[] machines(List<MachineNeed> needs, List<PackageFile> files) throws IOException {
        var bytes = new ByteArrayOutputStream();
        Language language = input.firebreak().messages().language();
        new DistributionSheets(n -> PackageChoice.choose(n, files), language).csv(DistributionList.of(needs), bytes);
        return bytes.toByteArray();
    }

    /** A package in words: KB4012598, Windows XP SP3 x86 JPN. */
    private static String words(NeededPackage needed) {
        NeededPackage.Target target = needed.target();
        return needed.kb() + ", " + target.product()
                + (target.servicePack() == 0 || target.product().contains("SP") ? "" : " SP" + target.servicePack())
                + " "
                + (target.architecture() == null ? "?" : target.architecture().id())
                + (target.language() == null ? "" : " " + target.language());
    }

    /** What is on the medium, and above all what is not. */
    private void tell(MediumWriter.Written written, List<PackageFile> files) {
        for (PackageFile file : written.packages()) {
            input.say("deliver.media.package", file.file());
        }
        int missing = 0;
        for (DistributionList.Item item : written.list().items()) {
            NeededPackage needed = item.needed();
            if (PackageChoice.choose(needed, files).isEmpty()) {
                missing++;
                input.say(
                        "deliver.media.missing",
                        words(needed),
                        item.machines().size(),
                        needed.url() == null ? needed.search() : needed.url());
            }
        }
        for (MachineNeed need : written.list().without()) {
            missing++;
            input.say(
                    "deliver.media.without",
                    need.machine(),
                    need.none() == null
                            ? ""
                            : need.none().in(input.firebreak().messages().language()));
        }
        long kinds = written.entries().stream()
                .filter(e -> e.file() != null)
                .map(MediumEntry::needed)
                .distinct()
                .count();
        input.say("deliver.media.done", out, written.packages().size(), kinds, missing);
    }
}
