package dev.firebreak.app.cli.deliver;

import dev.firebreak.app.cli.CommandServices;
import dev.firebreak.app.cli.FirebreakCommand;
import dev.firebreak.app.cli.KeyOptions;
import dev.firebreak.app.deliver.MediumSigning;
import dev.firebreak.app.io.tuf.TrustFolder;
import dev.firebreak.app.io.tuf.TufFailure;
import dev.firebreak.app.io.tuf.TufPublisher;
import dev.firebreak.app.io.tuf.TufRepository;
import dev.firebreak.app.io.tuf.TufRole;
import dev.firebreak.app.io.tuf.TufSigner;
import dev.firebreak.app.io.tuf.TufTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Signs media with the keys of the data folder ({@code firebreak trust}). */
final class MediumKeys {

    /** Name of the repository that media are. */
    static final String REPOSITORY = "media";

    @Mixin
    KeyOptions keys = new KeyOptions();

    @Option(names = "--days", paramLabel = "N")
    int days = 90;

    /** Empty where the data folder has no keys. */
    Optional<MediumSigning> signing(Path data, FirebreakCommand firebreak, CommandServices services)
            throws IOException, TufFailure {
        var trust = TrustFolder.of(data);
        if (!trust.exists()) {
            return Optional.empty();
        }
        List<TufSigner> signers = trust.signers(
                List.of(TufRole.TARGETS, TufRole.SNAPSHOT, TufRole.TIMESTAMP),
                keys.secrets(trust, firebreak, services));
        return Optional.of((Path metadata, List<TufTarget> files) -> {
            var repository = new TufRepository(metadata, REPOSITORY);
            repository.copyRoots(trust.folder());
            repository.publish(
                    files,
                    signers,
                    TufRepository.Lifetimes.of(Duration.ofDays(days)),
                    services.clock().instant());
            TufPublisher.remember(data, REPOSITORY, metadata);
        });
    }
}
