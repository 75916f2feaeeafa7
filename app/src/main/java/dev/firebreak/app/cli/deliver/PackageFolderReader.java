package dev.firebreak.app.cli.deliver;

import dev.firebreak.app.cli.CommandFailure;
import dev.firebreak.app.cli.ExitCode;
import dev.firebreak.app.deliver.PackageBytes;
import dev.firebreak.app.mirror.PackageStore;
import dev.firebreak.app.mirror.StoredPackage;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.rollout.PackageFile;
import dev.firebreak.core.rollout.PackageName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Packages of a data folder that are proven genuine. */
final class PackageFolderReader implements PackageBytes {

    private final PackageStore store;
    private final Path data;

    PackageFolderReader(Path data) {
        this.data = data;
        this.store = PackageStore.of(data);
    }

    List<PackageFile> files() {
        try {
            List<PackageFile> files = new ArrayList<>();
            for (StoredPackage stored : store.served(new PackageStore.Query(null, null, null, null))) {
                Kb kb = stored.kb();
                if (kb != null && PackageName.isSafe(stored.file()) && stored.size() > 0) {
                    files.add(new PackageFile(kb, stored.file(), stored.size(), stored.sha256()));
                }
            }
            return files;
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.OUR_FAULT, "mirror.folder", data, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public InputStream open(PackageFile file) throws IOException {
        return Channels.newInputStream(store.open(file.sha256()));
    }
}
