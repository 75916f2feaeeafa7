package dev.firebreak.app;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.firebreak.app.cli.Exit;
import dev.firebreak.app.cli.Host;
import dev.firebreak.app.cli.Keeper;
import dev.firebreak.app.cli.Stop;
import dev.firebreak.app.feed.Shipped;
import dev.firebreak.app.report.EstateReport;
import dev.firebreak.app.report.Reports;
import dev.firebreak.app.store.Store;
import dev.firebreak.app.web.Passwords;
import dev.firebreak.app.web.SignOn;
import dev.firebreak.app.web.Tokens;
import dev.firebreak.app.web.Web;
import dev.firebreak.app.web.api.Api;
import dev.firebreak.app.web.limits.Limits;
import dev.firebreak.app.web.pages.Sources;
import dev.firebreak.core.estate.AuditLog;
import dev.firebreak.core.estate.ControlRoom;
import dev.firebreak.core.estate.Ledger;
import dev.firebreak.core.estate.People;
import dev.firebreak.core.estate.Waivers;
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
final class Joints {

    private Joints() {}

    static Archive archive(Path folder, @Nullable String database, InstantSource clock) {
        Store store;
        try {
            store = Store.open(folder, database, clock);
        } catch (Store.CannotOpen e) {
            throw new Archive.Closed(String.valueOf(e.getMessage()), e.inUse(), e);
        }
        return new Archive() {
            @Override
            public Ledger ledger() {
                return store.ledger();
            }

            @Override
            public People people() {
                return store.people();
            }

            @Override
            public AuditLog audit() {
                return store.audit();
            }

            @Override
            public Waivers waivers() {
                return store.waivers();
            }

            @Override
            public void hold() {
                try {
                    store.hold();
                } catch (Store.CannotOpen e) {
                    throw new Archive.Closed(String.valueOf(e.getMessage()), e.inUse(), e);
                }
            }

            @Override
            public boolean isHeld() {
                return store.isHeld();
            }

            @Override
            public boolean healthy() {
                return store.healthy();
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

    /** People and machines over HTTP. */
    static Listener listener(ControlRoom room, Archive archive, Judges judges, Host.Wish wish, InstantSource clock) {
        var sources = new Sources(
                room,
                archive.ledger(),
                archive.audit(),
                judges::knowledge,
                new Shipped().guides(),
                archive.waivers(),
                clock,
                ZoneId.systemDefault(),
                judges,
                (out, report, language, zone, author) -> EstateReport.write(
                        out,
                        report,
                        language,
                        zone,
                        author,
                        judges.freshness().words().in(language)));
        var settings = new Web.Settings(
                wish.address(),
                wish.port(),
                wish.key(),
                wish.certificate(),
                wish.publicUrl(),
                wish.behindProxy(),
                limits());
        try {
            var api = new Api(
                    sources, (assessment, language) -> Reports.machine(assessment, language, judges.freshness()));
            return new Ear(
                    new Web(settings, sources, archive.people(), archive::healthy, api::routes, signOn(wish.oidc())));
        } catch (Web.CannotListen e) {
            throw new Stop(Exit.OUR_FAULT, e.isKey() ? "serve.key" : "serve.port", String.valueOf(e.getMessage()));
        }
    }

    private static Limits limits() {
        long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
        try {
            return Limits.of(Runtime.getRuntime().maxMemory(), files, System::getProperty);
        } catch (Limits.Unusable e) {
            throw new Stop(Exit.WRONG_USAGE, "serve.limit", String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable SignOn signOn(@Nullable Path file) {
        try {
            return file == null ? null : SignOn.read(file, System::getenv);
        } catch (SignOn.Unusable e) {
            throw new Stop(Exit.WRONG_USAGE, "serve.oidc", file, String.valueOf(e.getMessage()));
        }
    }

    private record Ear(Web web) implements Listener {
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
    static Secrets secrets() {
        var random = new SecureRandom();
        var passwords = new Passwords(random);
        var tokens = new Tokens(random);
        return new Secrets() {
            @Override
            public boolean isWeak(String password) {
                return passwords.isWeak(password);
            }

            @Override
            public String hashed(String password) {
                return passwords.hashed(password);
            }

            @Override
            public Keeper.Made token(String site, String label, Instant since) {
                Tokens.Made made = tokens.site(site, label, since);
                return new Keeper.Made(made.token(), made.secret(), made.hash());
            }
        };
    }
}
