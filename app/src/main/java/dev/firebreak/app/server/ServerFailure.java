package dev.firebreak.app.server;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The server, or work on its data, cannot go on for a reason that the administrator can act on. */
public final class ServerFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** The reason; the values that belong to it are in brackets. */
    public enum Kind {
        /** The data folder holds no database (folder). */
        NO_DATA,
        /** The data folder cannot be made (folder and error). */
        DATA_FOLDER,
        /** Another server has taken the data (folder). */
        DATA_TAKEN,
        /** The folder whose files are taken in cannot be used (folder). */
        DROP_FOLDER,
        /** The address cannot be listened on (address). */
        ADDRESS,
        /** The private key or the certificate cannot be used (reason). */
        KEY,
        /** A limit is set to a value that is none (property). */
        LIMIT,
        /** The description of the OpenID Connect server cannot be used (file, field). */
        OIDC,
        /** The sinkhole cannot start: why. */
        SINKHOLE,
        /** A file of the backup's name exists (file). */
        BACKUP_EXISTS,
        /** The file is not a backup (file). */
        NOT_A_BACKUP,
        /** A backup would overwrite existing data (folder or database). */
        NOT_EMPTY
    }

    private final Kind kind;
    private final transient List<@Nullable Object> values;

    ServerFailure(Kind kind, @Nullable Object... values) {
        super(kind + " " + Arrays.toString(values), null, false, false);
        this.kind = kind;
        this.values = Arrays.asList(values);
    }

    /** The reason. */
    public Kind kind() {
        return kind;
    }

    /** What the sentence for people names, in the order that {@link Kind} gives. */
    public List<@Nullable Object> values() {
        return values;
    }
}
