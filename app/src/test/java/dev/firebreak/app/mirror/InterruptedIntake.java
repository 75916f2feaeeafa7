package dev.firebreak.app.mirror;

import dev.firebreak.app.io.HttpDownload;
import dev.firebreak.app.mirror.authenticode.RevocationLists;
import dev.firebreak.app.mirror.authenticode.TestAuthority;
import dev.firebreak.app.mirror.authenticode.TrustPolicy;
import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.UpdatePackage;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Adds or fetches a package in a process of its own, says where it is, and waits there for its end. */
final class InterruptedIntake {

    private InterruptedIntake() {}

    public static void main(String... args) throws Exception {
        var store = new PackageStore(Path.of(args[0]));
        X509Certificate root;
        try (InputStream in = Files.newInputStream(Path.of(args[1]))) {
            root = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
        var known = new KnownPackages();
        String url = args.length > 5 && args[4].equals("fetch") ? args[5] : null;
        var wanted = new UpdatePackage(Architecture.X86, "ENU", PackageIntakeTest.NAME, args[2], url);
        known.add(new Kb(4012598), wanted);
        var policy = new TrustPolicy(
                List.of(root),
                Set.of("Microsoft Corporation"),
                "Microsoft Corporation",
                TrustPolicy.END_OF_SHA1,
                RevocationLists.NONE);
        Consumer<String> steps = step -> {
            if (step.equals(args[3])) {
                System.out.println("at " + step);
                System.out.flush();
                try {
                    Thread.sleep(60_000);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        var intake = new PackageIntake(store, known, policy, InstantSource.fixed(TestAuthority.NOW), steps);
        if (url == null) {
            intake.add(Path.of(args[5]), bytes -> {});
        } else {
            new PackageFetcher(
                            new HttpDownload(
                                    HttpDownload.client(Map.of(), PackageFetcher.USUAL.connect()),
                                    PackageFetcher.USUAL,
                                    address -> true,
                                    HttpDownload.Waiting.REAL),
                            store,
                            intake,
                            steps)
                    .fetch(new KnownPackages.Known(new Kb(4012598), wanted), (bytes, all) -> {});
        }
    }
}
