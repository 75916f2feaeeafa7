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
import dev.firebreak.core.rollout.OrderState;
import dev.firebreak.core.rollout.OrderStore;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a server signs: the list of its packages and the list of approved orders, with the keys of its trust folder.
 *
 * @param store the packages of the data folder
 */
record ServerSigning(PackageStore store, Path data, MirrorIndex index, SignedOrders orders) {

    /** How soon a package that came, went or was decided on is in the list, and a rotation counts. */
    private static final Duration LISTED = Duration.ofSeconds(2);

    /** How soon an order that was changed in the database is found, though no machine asks for it. */
    private static final Duration RECONCILE_EVERY = Duration.ofSeconds(15);

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
        jobs.every(RECONCILE_EVERY, Duration.ZERO, "signing orders", signatures::reconcile);
        jobs.every(VERIFIED, Duration.ZERO, "verifying the list of packages", () -> index.check(clock.instant()));
        jobs.every(LISTED, Duration.ZERO, "signing the list of packages", () -> list(clock.instant()));
    }

    private void list(Instant now) throws IOException, TufFailure {
        try {
            index.refresh(now);
            orders.renew(now);
        } catch (TufFailure e) {
            // Without keys there is nothing to do, and the pages say so. Keys that cannot be opened belong into the
            // log.
            if (index.status().hasKeys()) {
                throw e;
            }
        }
    }

    /** Tells whoever starts a server what it cannot vouch for. */
    static void tell(Path data, OrderStore orders, Consumer<Text> onMessage) {
        if (!TrustFolder.of(data).exists()) {
            onMessage.accept(Text.format(
                    "No keys: nothing vouches for the list of packages, and orders cannot be approved. Create keys: firebreak trust init --data %s",
                    "鍵がありません。パッケージ一覧は署名されず、指示は承認できません。鍵を作成するには: firebreak trust init --data %s", data));
        }
        int unsigned = Files.exists(TufPublisher.folder(data, SignedOrders.REPOSITORY))
                ? 0
                : (int) orders.approved().stream()
                        .filter(order -> !(order.state() instanceof OrderState.Claimed))
                        .count();
        if (unsigned > 0) {
            onMessage.accept(Text.format(
                    "%d approved orders are not signed (approved by an earlier version, or restored from a backup), so they are not sent. "
                            + "Withdraw them on the page Distribution and propose them anew.",
                    "承認済みの指示 %d 件は署名されていないため（以前のバージョンで承認、またはバックアップから復元）、送信しません。「配布」ページで取り下げて、提案し直してください。", unsigned));
        }
    }
}
