package dev.firebreak.app.server;

import dev.firebreak.app.cli.StorePort;
import java.time.Instant;

/** How secrets are made and kept: what the commands ask of the room that checks them. */
public interface SecretPort {

    boolean isWeak(String password);

    /** Argon2id. */
    String hashed(String password);

    StorePort.Made token(String site, String label, Instant since);
}
