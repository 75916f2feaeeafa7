package dev.firebreak.app.server;

import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.app.sinkhole.CallLog;
import dev.firebreak.app.sinkhole.NetworkSegments;
import dev.firebreak.app.sinkhole.Sinkhole;
import dev.firebreak.app.sinkhole.SinkholeFailure;
import dev.firebreak.app.sinkhole.SinkholeSettings;
import dev.firebreak.core.text.Text;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The sinkhole in the server's own process, where one is wanted. */
record SinkholeHost(@Nullable Sinkhole sinkhole) implements AutoCloseable {

    private static final Logger LOG = System.getLogger(SinkholeHost.class.getName());

    /** @throws ServerFailure where it cannot listen or keep its log */
    static SinkholeHost open(
            ServerSettings.KillSwitch settings,
            Path data,
            ShippedKnowledge shipped,
            InstantSource clock,
            Consumer<Text> onMessage) {
        if (!settings.isWanted()) {
            return new SinkholeHost(null);
        }
        var wish = new SinkholeSettings(
                settings.dns(),
                settings.http(),
                settings.answers(),
                data,
                NetworkSegments.usual(),
                CallLog.Limits.USUAL);
        try {
            Sinkhole sinkhole =
                    Sinkhole.open(wish, shipped.indicators(), clock, null, words -> LOG.log(Level.WARNING, words.en()));
            String where = Stream.concat(texts("DNS", sinkhole.dns().stream()), texts("HTTP", sinkhole.http().stream()))
                    .collect(Collectors.joining(", "));
            onMessage.accept(Text.format(
                    "The kill switch is answered: %s. It does not replace the update MS17-010.",
                    "キルスイッチに応答します（%s）。更新プログラム MS17-010 の代わりにはなりません。", where));
            return new SinkholeHost(sinkhole);
        } catch (SinkholeFailure e) {
            throw new ServerFailure(
                    ServerFailure.Kind.SINKHOLE,
                    e.values().stream().map(Object::toString).collect(Collectors.joining(": ")));
        }
    }

    private static Stream<String> texts(String kind, Stream<InetSocketAddress> addresses) {
        return addresses.map(address -> kind + " " + Sinkhole.text(address));
    }

    @Override
    public void close() {
        if (sinkhole != null) {
            sinkhole.close();
        }
    }
}
