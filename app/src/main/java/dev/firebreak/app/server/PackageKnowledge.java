package dev.firebreak.app.server;

import dev.firebreak.app.feed.store.ImportedKnowledge;
import dev.firebreak.app.mirror.KnownPackages;
import dev.firebreak.app.mirror.PackageStore;
import dev.firebreak.app.mirror.StoredPackage;
import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Applicability;
import dev.firebreak.core.advisory.Fix;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.rollout.PackageFile;
import dev.firebreak.core.rollout.PackageName;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Gathers the packages that the knowledge names: those of shipped advisories and those of every import. */
public final class PackageKnowledge {

    private static final Logger LOG = System.getLogger(PackageKnowledge.class.getName());

    private PackageKnowledge() {}

    /** @param data the data folder with the imports */
    public static KnownPackages read(Path data, Knowledge knowledge) {
        var known = new KnownPackages();
        knowledge.advisories().forEach(advisory -> add(advisory, known));
        new ImportedKnowledge(data).packages(known::add);
        return known;
    }

    /** The packages that may be handed out, as orders name them; none where the store cannot be read. */
    public static List<PackageFile> served(PackageStore store) {
        List<PackageFile> files = new ArrayList<>();
        try {
            for (StoredPackage stored : store.served(new PackageStore.Query(null, null, null, null))) {
                Kb kb = stored.kb();
                if (kb != null && stored.size() > 0 && PackageName.isSafe(stored.file())) {
                    files.add(new PackageFile(kb, stored.file(), stored.size(), stored.sha256()));
                }
            }
        } catch (IOException e) {
            LOG.log(Level.ERROR, "the packages cannot be read", e);
        }
        return files;
    }

    private static void add(Advisory advisory, KnownPackages known) {
        advisory.byProduct()
                .values()
                .forEach(scopes -> scopes.forEach(scope -> {
                    switch (scope.said()) {
                        case Applicability.Affected(var fix) -> add(fix, known);
                        case Applicability.NeedsServicePack needs -> add(needs.then(), known);
                        case Applicability.NotAffected _, Applicability.Unsaid _ -> {}
                    }
                }));
    }

    private static void add(Fix fix, KnownPackages known) {
        fix.remedies().forEach(remedy -> remedy.packages().forEach(file -> known.add(remedy.kb(), file)));
    }
}
