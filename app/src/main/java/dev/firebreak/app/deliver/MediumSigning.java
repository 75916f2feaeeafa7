package dev.firebreak.app.deliver;

import dev.firebreak.app.io.tuf.TufFailure;
import dev.firebreak.app.io.tuf.TufTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Signs what is on a medium: writes signed metadata into a folder. */
public interface MediumSigning {

    /** Writes the metadata of all files of a medium. */
    void sign(Path metadata, List<TufTarget> files) throws IOException, TufFailure;
}
