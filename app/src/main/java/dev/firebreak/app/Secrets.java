package dev.firebreak.app;

import dev.firebreak.app.cli.Keeper;
import java.time.Instant;

/** How secrets are made and kept: what the commands ask of the room that checks them. */
interface Secrets {

    boolean isWeak(String password);

    /** Argon2id. */
    String hashed(String password);

    Keeper.Made token(String site, String label, Instant since);
}
