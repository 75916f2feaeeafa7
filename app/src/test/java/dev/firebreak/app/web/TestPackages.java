package dev.firebreak.app.web;

import dev.firebreak.app.deliver.SignedOrders;
import dev.firebreak.app.io.tuf.TestTrust;
import dev.firebreak.app.io.tuf.TufPublisher;
import dev.firebreak.app.io.tuf.TufRepository.Lifetimes;
import dev.firebreak.app.mirror.KnownPackages;
import dev.firebreak.app.mirror.MirrorIndex;
import dev.firebreak.app.mirror.PackageReview;
import dev.firebreak.app.mirror.PackageStore;
import dev.firebreak.app.mirror.authenticode.RevocationLists;
import dev.firebreak.app.mirror.authenticode.TrustPolicy;
import dev.firebreak.app.web.service.PackageServices;
import java.nio.file.Path;
import java.time.InstantSource;

/** The packages of a folder, judged by the roots that ship. */
public final class TestPackages {

    private TestPackages() {}

    public static PackageServices in(Path data, InstantSource clock) {
        PackageStore store = PackageStore.of(data);
        return new PackageServices(
                store,
                KnownPackages::new,
                new PackageReview(store, TrustPolicy.microsoft(RevocationLists.NONE), clock),
                new MirrorIndex(
                        store, new TufPublisher(data, MirrorIndex.REPOSITORY, TestTrust.keys(data), Lifetimes.ONLINE)));
    }

    /** The signed list of orders of a data folder; {@link TestTrust#init} makes the keys. */
    public static SignedOrders orders(Path data) {
        return new SignedOrders(
                new TufPublisher(data, SignedOrders.REPOSITORY, TestTrust.keys(data), SignedOrders.LIFETIMES));
    }
}
