package dev.firebreak.app.deliver;

import dev.firebreak.core.rollout.PackageFile;
import java.io.IOException;
import java.io.InputStream;

/** Opens packages that are proven genuine. */
public interface PackageBytes {

    /** The bytes of a package. */
    InputStream open(PackageFile file) throws IOException;
}
