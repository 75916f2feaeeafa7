package dev.firebreak.app.server;

import dev.firebreak.app.deliver.SignedOrders;
import dev.firebreak.app.io.tuf.SecretSource;
import dev.firebreak.app.io.tuf.SigningKeys;
import dev.firebreak.app.io.tuf.TrustFolder;
import dev.firebreak.app.io.tuf.TufFailure;
import dev.firebreak.app.io.tuf.TufPublisher;
import dev.firebreak.app.io.tuf.TufRepository.Lifetimes;
import dev.firebreak.app.mirror.MirrorIndex;
import dev.firebreak.app.mirror.PackageStore;
import dev.firebreak.app.web.service.OrderSignatures;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/**
 * What a server signs: the list of its packages and the list of approved orders, with the keys of its trust folder.
 *
 * @param store the packages of the data folder
 */
record ServerSigning(PackageStore store, Path data, MirrorIndex index, SignedOrders orders) {

    /** How soon a package that came, went or was decided on is in the list, and a rotation counts. */
    private static final Duration LISTED = Duration.ofSeconds(2);

    /** How soon an order that was changed in the database is found, though no machine asks for it. */
    private static final Duration SETTLED = Duration.ofSeconds(15);

    private static final Duration VERIFIED = Duration.ofMinutes(1);

    static ServerSigning of(Path data, ServerSettings.Signing how, Map<String, String> environment) {
        var keys = new SigningKeys(TrustFolder.of(data), new SecretSource(how.passphrase(), how.pin(), environment));
        PackageStore store = PackageStore.of(data);
        return new ServerSigning(
                store,
                data,
                new MirrorIndex(store, new TufPublisher(data, MirrorIndex.REPOSITORY, keys, Lifetimes.ONLINE)),
                new SignedOrders(new TufPublisher(data, SignedOrders.REPOSITORY, keys, SignedOrders.LIFETIMES)));
    }

    /** Begins to keep both lists up to date. */
    void begin(ScheduledJobs jobs, OrderSignatures signatures, InstantSource clock) {
        jobs.every(SETTLED, Duration.ZERO, "signing orders", signatures::settle);
        jobs.every(VERIFIED, Duration.ZERO, "verifying the list of packages", () -> index.check(clock.instant()));
        jobs.every(LISTED, Duration.ZERO, "signing the list of packages", () -> list(clock.instant()));
    }

    private void list(Instant now) throws IOException {
        try {
            index.refresh(now);
        } catch (TufFailure e) {
            // No keys, or none that can be opened: the pages and `trust show` say so for as long as it lasts.
        }
    }
}
