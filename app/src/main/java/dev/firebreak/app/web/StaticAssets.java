package dev.firebreak.app.web;

import dev.firebreak.app.web.auth.TokenSecrets;
import dev.firebreak.app.web.http.Access;
import dev.firebreak.app.web.http.Route;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;

/** Styles and scripts, named one by one: no address leads anywhere else on the class path. */
final class StaticAssets {

    private static final String OURS = "/dev/firebreak/app/web/assets/";
    private static final String LIBRARIES = "/META-INF/resources";

    private StaticAssets() {}

    static List<Route> routes() {
        return List.of(
                asset("page.css", "text/css; charset=utf-8"),
                asset("page.js", "text/javascript; charset=utf-8"),
                asset("live.js", "text/javascript; charset=utf-8"),
                asset("mark.svg", "image/svg+xml"),
                library("/webjars/htmx.org/2.0.10/dist/htmx.min.js"),
                library("/webjars/echarts/5.5.0/echarts.common.min.js"));
    }

    private static Route asset(String name, String type) {
        return route("/assets/" + name, OURS + name, type, "no-cache");
    }

    /** Its version is in its address: what a browser has once it has for good. */
    private static Route library(String path) {
        return route(path, LIBRARIES + path, "text/javascript; charset=utf-8", "public, max-age=31536000, immutable");
    }

    private static Route route(String path, String resource, String type, String caching) {
        var read = new AtomicReference<Asset>();
        return Route.get(path, Access.ANYONE, ctx -> {
            Asset asset = read.get();
            if (asset == null) {
                asset = Asset.read(resource, type, caching);
                read.set(asset);
            }
            asset.send(ctx);
        });
    }

    /** A file, read and compressed once. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Asset(byte[] plain, byte[] packed, String type, String caching, String tag) {

        static Asset read(String resource, String type, String caching) {
            try (InputStream in = StaticAssets.class.getResourceAsStream(resource)) {
                if (in == null) {
                    throw new IllegalStateException("not in the distribution: " + resource);
                }
                byte[] plain = in.readAllBytes();
                var packed = new ByteArrayOutputStream();
                try (var out = new GZIPOutputStream(packed)) {
                    out.write(plain);
                }
                String tag = HexFormat.of().formatHex(TokenSecrets.sha256(plain), 0, 8);
                return new Asset(plain, packed.toByteArray(), type, caching, tag);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void send(Context ctx) {
            boolean pack = Optional.ofNullable(ctx.header("Accept-Encoding"))
                    .orElse("")
                    .contains("gzip");
            String shown = "\"" + tag + (pack ? "-gzip" : "") + "\"";
            ctx.header("Cache-Control", caching)
                    .header("Vary", "Accept-Encoding")
                    .header("ETag", shown);
            if (shown.equals(ctx.header("If-None-Match"))) {
                ctx.status(304);
                return;
            }
            ctx.disableCompression();
            if (pack) {
                ctx.header("Content-Encoding", "gzip");
            }
            ctx.contentType(type).result(pack ? packed : plain);
        }
    }
}
