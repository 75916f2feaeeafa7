package dev.firebreak.app.server;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.firebreak.app.cli.CommandFailure;
import dev.firebreak.app.cli.ExitCode;
import dev.firebreak.app.cli.ServerPort;
import dev.firebreak.app.cli.StorePort;
import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.app.report.Reports;
import dev.firebreak.app.report.sheet.StatusWorkbook;
import dev.firebreak.app.store.FleetDatabase;
import dev.firebreak.app.web.WebServer;
import dev.firebreak.app.web.api.ApiRoutes;
import dev.firebreak.app.web.auth.OidcSettings;
import dev.firebreak.app.web.auth.PasswordHasher;
import dev.firebreak.app.web.auth.TokenSecrets;
import dev.firebreak.app.web.limits.Limits;
import dev.firebreak.app.web.service.WebServices;
import dev.firebreak.core.access.AccountStore;
import dev.firebreak.core.access.AuditLog;
import dev.firebreak.core.access.ExceptionStore;
import dev.firebreak.core.dashboard.FleetService;
import dev.firebreak.core.dashboard.StorageDamaged;
import dev.firebreak.core.fleet.FleetStore;
import dev.firebreak.core.fleet.StorageFull;
import dev.firebreak.core.fleet.StorageUnavailable;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the rooms that keep (store) and listen (web) join the others. */
public final class WebWiring {

    private WebWiring() {}

    public static FleetArchive archive(Path folder, @Nullable String database, InstantSource clock) {
        FleetDatabase store;
        try {
            store = FleetDatabase.open(folder, database, clock);
        } catch (FleetDatabase.CannotOpen e) {
            throw closed(e);
        }
        return new FleetArchive() {
            @Override
            public FleetStore ledger() {
                return store.ledger();
            }

            @Override
            public AccountStore people() {
                return store.people();
            }

            @Override
            public AuditLog audit() {
                return store.audit();
            }

            @Override
            public ExceptionStore waivers() {
                return store.waivers();
            }

            @Override
            public void hold() {
                try {
                    store.hold();
                } catch (FleetDatabase.CannotOpen e) {
                    throw closed(e);
                }
            }

            @Override
            public boolean isHeld() {
                return store.isHeld();
            }

            @Override
            public void check() {
                try {
                    store.check();
                } catch (FleetDatabase.CannotOpen e) {
                    throw closed(e);
                }
            }

            @Override
            public Optional<Trouble> trouble() {
                try {
                    store.probe();
                    return Optional.empty();
                } catch (StorageFull e) {
                    return Optional.of(Trouble.FULL);
                } catch (StorageUnavailable e) {
                    return Optional.of(Trouble.AWAY);
                } catch (StorageDamaged e) {
                    return Optional.of(Trouble.DAMAGED);
                } catch (RuntimeException e) {
                    return Optional.of(Trouble.OTHER);
                }
            }

            @Override
            public void backup(Path to) throws IOException {
                store.backup(to);
            }

            @Override
            public boolean restore(Path folder) throws IOException {
                return store.restore(folder);
            }

            @Override
            public void close() {
                store.close();
            }
        };
    }

    private static FleetArchive.Closed closed(FleetDatabase.CannotOpen e) {
        String key = switch (e.why()) {
            case IN_USE -> "kept.locked";
            case NEWER -> "kept.newer";
            case DAMAGED -> "kept.damaged";
            case EMPTY -> "kept.empty";
            case OTHER -> "kept.failed";
        };
        return new FleetArchive.Closed(String.valueOf(e.getMessage()), key, e);
    }

    /** People and machines over HTTP. */
    public static ListenerPort listener(
            FleetService room, FleetArchive archive, AssessorCache judges, ServerPort.Wish wish, InstantSource clock) {
        var sources = new WebServices(
                room,
                archive.ledger(),
                archive.audit(),
                judges::knowledge,
                new ShippedKnowledge().guides(),
                archive.waivers(),
                clock,
                ZoneId.systemDefault(),
                judges,
                (out, report, language, zone, author) -> StatusWorkbook.write(
                        out,
                        report,
                        language,
                        zone,
                        author,
                        judges.freshness().words().in(language)));
        var settings = new WebServer.Settings(
                wish.address(),
                wish.port(),
                wish.key(),
                wish.certificate(),
                wish.publicUrl(),
                wish.behindProxy(),
                limits());
        try {
            var api = new ApiRoutes(
                    sources, (assessment, language) -> Reports.machine(assessment, language, judges.freshness()));
            return new Ear(new WebServer(
                    settings,
                    sources,
                    archive.people(),
                    () -> archive.trouble().map(WebWiring::told),
                    api::routes,
                    signOn(wish.oidc())));
        } catch (WebServer.CannotListen e) {
            throw new CommandFailure(
                    ExitCode.OUR_FAULT, e.isKey() ? "serve.key" : "serve.port", String.valueOf(e.getMessage()));
        }
    }

    private static Limits limits() {
        long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
        try {
            return Limits.of(Runtime.getRuntime().maxMemory(), files, System::getProperty);
        } catch (Limits.Unusable e) {
            throw new CommandFailure(ExitCode.WRONG_USAGE, "serve.limit", String.valueOf(e.getMessage()));
        }
    }

    private static Text told(FleetArchive.Trouble trouble) {
        return switch (trouble) {
            case FULL -> new Text("the disk is full", "ディスクに空きがありません");
            case AWAY -> new Text("the database does not answer", "データベースが応答しません");
            case DAMAGED -> new Text("the database is damaged; restore a backup", "データベースが破損しています。バックアップから復元してください");
            case OTHER -> new Text("the database refuses to be written to", "データベースに書き込めません");
        };
    }

    private static @Nullable OidcSettings signOn(@Nullable Path file) {
        try {
            return file == null ? null : OidcSettings.read(file, System::getenv);
        } catch (OidcSettings.Unusable e) {
            throw new CommandFailure(ExitCode.WRONG_USAGE, "serve.oidc", file, String.valueOf(e.getMessage()));
        }
    }

    private record Ear(WebServer web) implements ListenerPort {
        @Override
        public String url() {
            return web.url();
        }

        @Override
        public Optional<String> firstAccount() {
            return web.firstAccount();
        }

        @Override
        public void close() {
            web.close();
        }
    }

    /** What the web room checks passwords and tokens with. */
    public static SecretPort secrets() {
        var random = new SecureRandom();
        var passwords = new PasswordHasher(random);
        var tokens = new TokenSecrets(random);
        return new SecretPort() {
            @Override
            public boolean isWeak(String password) {
                return passwords.isWeak(password);
            }

            @Override
            public String hashed(String password) {
                return passwords.hashed(password);
            }

            @Override
            public StorePort.Made token(String site, String label, Instant since) {
                TokenSecrets.Made made = tokens.site(site, label, since);
                return new StorePort.Made(made.token(), made.secret(), made.hash());
            }
        };
    }
}
