package dev.firebreak.app.server;

import dev.firebreak.app.feed.store.ImportedKnowledge;
import dev.firebreak.app.mirror.KnownPackages;
import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Applicability;
import dev.firebreak.core.advisory.Fix;
import dev.firebreak.core.advisory.Knowledge;
import java.nio.file.Path;

/** Gathers the packages that the knowledge names: those of shipped advisories and those of every import. */
public final class PackageKnowledge {

    private PackageKnowledge() {}

    /** @param data the data folder with the imports */
    public static KnownPackages read(Path data, Knowledge knowledge) {
        var known = new KnownPackages();
        knowledge.advisories().forEach(advisory -> add(advisory, known));
        new ImportedKnowledge(data).packages(known::add);
        return known;
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
