package dev.firebreak.app.probe.killswitch;

import dev.firebreak.core.watch.killswitch.DnsObservation;
import dev.firebreak.core.watch.killswitch.DnsObservation.RecordType;
import dev.firebreak.core.watch.killswitch.DnsObservation.Transport;
import dev.firebreak.core.watch.killswitch.KillSwitchProbe;
import dev.firebreak.core.watch.killswitch.ProxyObservation;
import dev.firebreak.core.watch.killswitch.SinkholeSight;
import dev.firebreak.core.watch.killswitch.WebObservation;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes the probes of kill-switch names from this machine. Bounded in time, connections and addresses, whatever the network answers. */
public final class KillSwitchProber {

    /** Names in one run. */
    public static final int MOST_NAMES = 64;

    private static final int MAX_ADDRESSES = 16;
    /** Questions and requests that are under way at once: a probe must not look like a flood. */
    private static final int AT_ONCE = 32;

    private final Settings settings;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Semaphore free = new Semaphore(AT_ONCE);

    /**
     * What to ask.
     *
     * @param machine own name; null where it is not known
     * @param segment as the administrator calls it; null for none
     * @param port of the web requests: 80 but for a rehearsal
     * @param pacs addresses or files of proxy auto-configuration
     */
    public record Settings(
            @Nullable String machine,
            @Nullable String segment,
            List<HostAndPort> resolvers,
            HostsFile hosts,
            int port,
            List<HostAndPort> proxies,
            List<String> pacs,
            ProbeTimes times) {

        public Settings {
            resolvers = List.copyOf(resolvers);
            proxies = List.copyOf(proxies);
            pacs = List.copyOf(pacs);
        }
    }

    public KillSwitchProber(Settings settings, InstantSource clock, SecureRandom random) {
        this.settings = settings;
        this.clock = clock;
        this.random = random;
    }

    /** Whether DNS can be asked for a name. */
    public static boolean isName(String name) {
        return DnsQuestion.isName(KillSwitchProbe.host(name));
    }

    /**
     * Probes the names, in their order.
     *
     * @param sinkhole looks the nonce of a direct request up in the sinkhole's log
     */
    public List<KillSwitchProbe> probe(List<String> names, Function<String, SinkholeSight> sinkhole)
            throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<PacFile> pacs = all(
                    threads,
                    settings.pacs.stream()
                            .map(pac -> (Callable<PacFile>) () -> PacFile.read(pac, settings.times))
                            .toList());
            return all(
                    threads,
                    names.stream()
                            .limit(MOST_NAMES)
                            .map(name -> (Callable<KillSwitchProbe>) () -> probe(name, pacs, sinkhole, threads))
                            .toList());
        }
    }

    private KillSwitchProbe probe(
            String name, List<PacFile> pacs, Function<String, SinkholeSight> sinkhole, ExecutorService threads)
            throws InterruptedException {
        String host = KillSwitchProbe.host(name);
        List<String> hosts = settings.hosts.addresses(host);
        List<DnsObservation> dns = dns(host, threads);
        Set<String> addresses = new LinkedHashSet<>(hosts);
        dns.forEach(observation -> addresses.addAll(observation.addresses()));
        var request = new WormRequest(host, settings.port, settings.times);
        String nonce = nonce();
        List<WebObservation> web = all(
                threads,
                addresses.stream()
                        .limit(MAX_ADDRESSES)
                        .map(address -> limited(() -> request.direct(address, nonce)))
                        .toList());
        SinkholeSight sight = web.stream().anyMatch(w -> w.answer() == WebObservation.Answer.HTTP)
                ? sinkhole.apply(nonce)
                : SinkholeSight.NOT_ASKED;
        return new KillSwitchProbe(
                name,
                new KillSwitchProbe.Origin(settings.machine, settings.segment, clock.instant(), nonce),
                hosts,
                dns,
                web,
                proxies(request, pacs, threads),
                sight);
    }

    private List<DnsObservation> dns(String host, ExecutorService threads) throws InterruptedException {
        List<Callable<DnsObservation>> questions = new ArrayList<>();
        for (HostAndPort resolver : settings.resolvers) {
            var question = new DnsQuestion(resolver, settings.times);
            questions.add(limited(() -> question.ask(host, RecordType.A, Transport.UDP)));
            questions.add(limited(() -> question.ask(host, RecordType.A, Transport.TCP)));
            questions.add(limited(() -> question.ask(host, RecordType.AAAA, Transport.UDP)));
        }
        return all(threads, questions);
    }

    /** Each with a nonce of its own: the sinkhole's log must not take a request by a proxy for the direct one. */
    private List<ProxyObservation> proxies(WormRequest request, List<PacFile> pacs, ExecutorService threads)
            throws InterruptedException {
        List<Callable<ProxyObservation>> requests = new ArrayList<>();
        for (HostAndPort proxy : settings.proxies) {
            requests.add(limited(() -> request.by(proxy, ProxyObservation.Kind.EXPLICIT, nonce())));
        }
        for (PacFile pac : pacs) {
            requests.add(pac::observation);
            for (HostAndPort proxy : pac.proxies()) {
                requests.add(limited(() -> request.by(proxy, ProxyObservation.Kind.PAC_PROXY, nonce())));
            }
        }
        return all(threads, requests);
    }

    private <T> Callable<T> limited(Callable<T> work) {
        return () -> {
            free.acquire();
            try {
                return work.call();
            } finally {
                free.release();
            }
        };
    }

    private static <T> List<T> all(ExecutorService threads, List<Callable<T>> work) throws InterruptedException {
        List<T> results = new ArrayList<>();
        for (Future<T> future : threads.invokeAll(work)) {
            try {
                results.add(future.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException("a probe failed", e.getCause());
            }
        }
        return results;
    }

    private String nonce() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
