package dev.firebreak.app.web.http;

import dev.firebreak.app.mirror.PackageStore;
import dev.firebreak.app.mirror.StoredPackage;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.channels.FileChannel;

/** The bytes of a package as the answer to a request, with ranges and conditions. */
public final class PackageContent {

    private PackageContent() {}

    /**
     * Answers with them. Whether the package may be handed out is for the caller to decide.
     *
     * @throws java.nio.file.NoSuchFileException where the store has it no longer
     */
    public static void answer(Context ctx, PackageStore store, StoredPackage stored) throws IOException {
        try (FileChannel channel = store.open(stored.sha256())) {
            new RangedContent(
                            channel,
                            stored.size(),
                            stored.sha256(),
                            stored.judgement().at(),
                            stored.file())
                    .answer(ctx.req(), ctx.res());
        }
    }
}
