package dev.firebreak.app.web.service;

import dev.firebreak.app.mirror.KnownPackages;
import dev.firebreak.app.mirror.MirrorIndex;
import dev.firebreak.app.mirror.PackageReview;
import dev.firebreak.app.mirror.PackageStore;
import java.util.function.Supplier;

/**
 * The packages of the data folder.
 *
 * @param known those that the knowledge names, as it is now
 * @param review takes decisions
 * @param index the signed list of those that are handed out
 */
public record PackageServices(
        PackageStore store, Supplier<KnownPackages> known, PackageReview review, MirrorIndex index) {}
