package dev.firebreak.app.cli;

import dev.firebreak.app.server.ServerData;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Where the server keeps its data: {@code --data} and {@code --database}, for a command and those below it. */
public final class StoreOptions extends DataOption {

    @Option(names = "--database", paramLabel = "URL", scope = ScopeType.INHERIT)
    @Nullable
    String database;

    /** The data of the server. */
    public ServerData place(CommandServices services) {
        return new ServerData(services.folder(data), database, services.clock());
    }
}
