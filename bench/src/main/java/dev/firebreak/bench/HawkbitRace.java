package dev.firebreak.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Devices that ask Eclipse hawkBit what to do and tell how it went: {@code HawkbitRace URL DEVICES CONNECTIONS LAP}. Each device has an update
 * assigned before the clock starts; then it polls and gives feedback once, over connections that stay open (Direct Device Integration API).
 */
public final class HawkbitRace {

    private static final int AT_ONCE = 500;
    private static final Pattern ACTION = Pattern.compile("deploymentBase/(\\d+)");
    private static final Pattern SET = Pattern.compile("distributionsets/(\\d+)");
    private static final Pattern MODULE = Pattern.compile("softwaremodules/(\\d+)");
    private static final String ADMIN =
            "Authorization: Basic " + Base64.getEncoder().encodeToString("admin:admin".getBytes(UTF_8)) + "\r\n";

    private final URI url;
    private final int devices;
    private final String lap;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger told = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();

    private HawkbitRace(URI url, int devices, String lap) {
        this.url = url;
        this.devices = devices;
        this.lap = lap;
    }

    public static void main(String... args) throws Exception {
        var race = new HawkbitRace(URI.create(args[0]), Integer.parseInt(args[1]), args[3]);
        race.assign();
        race.run(Integer.parseInt(args[2]));
    }

    private byte[] request(String method, String path, String headers, String body) {
        return (method + " " + path + " HTTP/1.1\r\nHost: " + url.getAuthority()
                        + "\r\nAccept: application/hal+json\r\n" + headers
                        + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(ISO_8859_1);
    }

    private void assign() throws IOException {
        try (var line = new HttpLine(url)) {
            // The first question makes the tenant.
            line.send(request("GET", "/rest/v1/targets", ADMIN, ""));
            String one = "{\"name\":\"" + lap + "\",\"version\":\"1\",\"type\":\"os\"";
            String module = number(MODULE, made(line, "softwaremodules", "[" + one + "}]"));
            String set =
                    number(SET, made(line, "distributionsets", "[" + one + ",\"modules\":[{\"id\":" + module + "}]}]"));
            for (int from = 0; from < devices; from += AT_ONCE) {
                int to = Math.min(devices, from + AT_ONCE);
                made(line, "targets", list(from, to, "{\"controllerId\":\"" + lap + "-%1$d\",\"name\":\"%1$d\"}"));
                made(
                        line,
                        "distributionsets/" + set + "/assignedTargets",
                        list(from, to, "{\"id\":\"" + lap + "-%d\"}"));
            }
        }
    }

    private static String list(int from, int to, String each) {
        return IntStream.range(from, to).mapToObj(each::formatted).collect(Collectors.joining(",", "[", "]"));
    }

    private String made(HttpLine line, String what, String body) throws IOException {
        int status = line.send(request("POST", "/rest/v1/" + what, ADMIN, body));
        if (status / 100 != 2) {
            throw new IOException(what + ": " + status + " " + line.body());
        }
        return line.body();
    }

    private static String number(Pattern of, String answer) throws IOException {
        Matcher found = of.matcher(answer);
        if (!found.find()) {
            throw new IOException("no " + of + " in " + answer);
        }
        return found.group(1);
    }

    private void run(int connections) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        long from = System.nanoTime();
        for (int i = 0; i < connections; i++) {
            threads.add(Thread.ofPlatform().start(this::connection));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double seconds = (System.nanoTime() - from) / 1e9;
        System.out.printf(
                "%d of %d devices polled and told in %.2f s: %.0f a second%n",
                told.get(), devices, seconds, told.get() / seconds);
        refused.stream().distinct().limit(5).forEach(System.out::println);
        if (told.get() != devices) {
            System.exit(1);
        }
    }

    private void connection() {
        try (var line = new HttpLine(url)) {
            for (int i = next.getAndIncrement(); i < devices; i = next.getAndIncrement()) {
                String path = "/DEFAULT/controller/v1/" + lap + "-" + i;
                int status = line.send(request("GET", path, "", ""));
                Matcher action = ACTION.matcher(line.body());
                if (status != 200 || !action.find()) {
                    refused.add(status + " " + line.body());
                    continue;
                }
                String number = action.group(1);
                status = line.send(
                        request(
                                "POST",
                                path + "/deploymentBase/" + number + "/feedback",
                                "",
                                "{\"id\":\"" + number
                                        + "\",\"status\":{\"result\":{\"finished\":\"success\"},\"execution\":\"closed\",\"details\":[]}}"));
                if (status == 200) {
                    told.incrementAndGet();
                } else {
                    refused.add(status + " " + line.body());
                }
            }
        } catch (IOException e) {
            refused.add(String.valueOf(e));
        }
    }
}
