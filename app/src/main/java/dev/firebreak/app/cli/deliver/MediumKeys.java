package dev.firebreak.app.cli.deliver;

import dev.firebreak.app.cli.CommandFailure;
import dev.firebreak.app.cli.ExitCode;
import dev.firebreak.app.deliver.MediumSigning;
import dev.firebreak.app.io.PlainFiles;
import dev.firebreak.app.io.tuf.TrustFolder;
import dev.firebreak.app.io.tuf.TufFailure;
import dev.firebreak.app.io.tuf.TufRepository;
import dev.firebreak.app.io.tuf.TufRole;
import dev.firebreak.app.io.tuf.TufSigner;
import dev.firebreak.app.io.tuf.TufTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Signs media with the keys of the data folder ({@code firebreak trust}). */
final class MediumKeys {

    /** Name of the repository that media are. */
    static final String REPOSITORY = "media";

    private static final int MOST_SECRET_BYTES = 4096;

    @Option(names = "--passphrase-file", paramLabel = "FILE")
    @Nullable
    Path passphrase;

    @Option(names = "--pin-file", paramLabel = "FILE")
    @Nullable
    Path pin;

    @Option(names = "--days", paramLabel = "N")
    int days = 90;

    /** Empty where the data folder has no keys. */
    Optional<MediumSigning> signing(Path data, Map<String, String> environment, InstantSource clock)
            throws IOException, TufFailure {
        var trust = TrustFolder.of(data);
        if (!trust.exists()) {
            return Optional.empty();
        }
        var secrets = new TrustFolder.Secrets(
                secret(passphrase, environment.get("FIREBREAK_PASSPHRASE")),
                secret(pin, environment.get("FIREBREAK_PIN")));
        List<TufSigner> signers = trust.signers(List.of(TufRole.TARGETS, TufRole.SNAPSHOT, TufRole.TIMESTAMP), secrets);
        return Optional.of((Path metadata, List<TufTarget> files) -> {
            var repository = new TufRepository(metadata, REPOSITORY);
            repository.copyRoots(trust.folder());
            repository.publish(files, signers, TufRepository.Lifetimes.of(Duration.ofDays(days)), clock.instant());
        });
    }

    private static char[] secret(@Nullable Path file, @Nullable String otherwise) {
        if (file == null) {
            return otherwise == null ? new char[0] : otherwise.toCharArray();
        }
        try {
            return PlainFiles.text(file, MOST_SECRET_BYTES)
                    .lines()
                    .findFirst()
                    .orElse("")
                    .toCharArray();
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.WRONG_USAGE, "deliver.secret", file);
        }
    }
}
