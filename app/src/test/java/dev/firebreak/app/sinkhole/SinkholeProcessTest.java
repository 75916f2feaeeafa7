package dev.firebreak.app.sinkhole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.Main;
import dev.firebreak.core.watch.killswitch.SinkholeCall;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** The sinkhole as a process of its own, on loopback: killed, flooded, stopped. */
class SinkholeProcessTest {

    private static final String KILL = "iuqerfsodp9ifjaposdfjhgosurijfaewrwergwea.com";
    private static final Pattern PORT = Pattern.compile(":(\\d+)(?: |$)");

    @TempDir
    Path data;

    private Process process;
    private InetSocketAddress dns;
    private InetSocketAddress http;

    private void start(String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "sinkhole",
                "--dns",
                "127.0.0.1:0",
                "--http",
                "127.0.0.1:0",
                "--data",
                data.toString(),
                "--lang",
                "en"));
        command.addAll(List.of(more));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        dns = address(out.readLine());
        http = address(out.readLine());
    }

    private static InetSocketAddress address(String line) {
        assertThat(line).as("a line with an address").isNotNull();
        Matcher port = PORT.matcher(line);
        assertThat(port.find()).as(line).isTrue();
        return new InetSocketAddress("127.0.0.1", Integer.parseInt(port.group(1)));
    }

    @AfterEach
    void end() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    private static byte[] query(String name) throws IOException {
        return Message.newQuery(Record.newRecord(Name.fromString(name + "."), Type.A, DClass.IN))
                .toWire();
    }

    private String get(String source, String host) throws IOException {
        try (var socket = new Socket()) {
            socket.setSoTimeout(20_000);
            socket.bind(new InetSocketAddress(source, 0));
            socket.connect(http, 20_000);
            socket.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Set<String> logged() throws IOException {
        Set<String> names = new HashSet<>();
        var log = new CallLogReader(SinkholeSettings.folder(data));
        log.read(call -> names.add(call.name()));
        return names;
    }

    @Test
    void each_answered_call_is_in_the_log_after_the_process_was_killed() throws Exception {
        start();
        Set<String> answered = ConcurrentHashMap.newKeySet();
        var going = new AtomicBoolean(true);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            int thread = t;
            threads.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; going.get(); i++) {
                    String name = "n" + thread + "-" + i + "." + KILL;
                    try {
                        if (thread % 2 == 0
                                ? ask(name)
                                : get("127.0.0." + (thread + 1), name).startsWith("HTTP/1.1 200")) {
                            answered.add(name);
                        }
                    } catch (IOException e) {
                        return; // The process is gone.
                    }
                }
            }));
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (answered.size() < 1_000 && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        going.set(false);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(answered).hasSizeGreaterThanOrEqualTo(1_000);
        assertThat(logged()).containsAll(answered);
    }

    private boolean ask(String name) throws IOException {
        byte[] query = query(name);
        try (var socket = new DatagramSocket()) {
            socket.setSoTimeout(1_000);
            socket.connect(dns);
            socket.send(new DatagramPacket(query, query.length));
            var answer = new DatagramPacket(new byte[512], 512);
            socket.receive(answer);
            return answer.getLength() > query.length;
        }
    }

    @Test
    void it_answers_during_slow_and_malformed_requests_and_stops_on_request() throws Exception {
        start();
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            var socket = new Socket();
            socket.connect(http, 5_000);
            socket.getOutputStream().write("GET / HT".getBytes(StandardCharsets.US_ASCII));
            slow.add(socket);
        }
        try (var socket = new Socket()) {
            socket.connect(http, 5_000);
            socket.setSoTimeout(10_000);
            byte[] nonsense = new byte[20_000];
            Arrays.fill(nonsense, (byte) 'x');
            socket.getOutputStream().write(nonsense);
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 400");
        }
        assertThat(get("127.0.0.1", "www." + KILL)).startsWith("HTTP/1.1 200").contains("does not replace");
        assertThat(ask("www." + KILL)).isTrue();
        for (Socket socket : slow) {
            socket.close();
        }
        process.destroy();
        assertThat(process.waitFor(15, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        List<SinkholeCall> calls = new ArrayList<>();
        new CallLogReader(SinkholeSettings.folder(data)).read(calls::add);
        assertThat(calls)
                .filteredOn(call -> "wannacry-killswitch".equals(call.indicator()))
                .hasSize(2);
    }

    /** 5,000 a second for a minute, four of five by DNS, then 50,000 connections from eight addresses. */
    @Test
    @Tag("long")
    void a_flood_is_answered_and_no_line_is_lost() throws Exception {
        start();
        int seconds = Integer.getInteger("firebreak.flood.seconds", 60);
        int connections = Integer.getInteger("firebreak.flood.connections", 50_000);
        var latencies = new AtomicLongArray(6_000_000 / 10);
        var answers = new AtomicInteger();
        Set<String> answered = ConcurrentHashMap.newKeySet();
        List<Thread> senders = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            int thread = t;
            senders.add(Thread.ofPlatform().start(() -> steadily(thread, seconds, answered, latencies, answers)));
        }
        for (Thread sender : senders) {
            sender.join();
        }
        long[] sorted = new long[Math.min(answers.get(), latencies.length())];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = latencies.get(i);
        }
        Arrays.sort(sorted);
        int sent = seconds * 5_000;
        long memory = peak();
        System.err.printf(
                "flood: %d of %d answered, 50 %% in %d us, 99 %% in %d us, peak memory %d MB%n",
                answered.size(),
                sent,
                sorted[sorted.length / 2] / 1000,
                sorted[sorted.length * 99 / 100] / 1000,
                memory >> 10);
        var next = new AtomicInteger();
        List<Thread> connecting = new ArrayList<>();
        for (int t = 0; t < 16; t++) {
            int thread = t;
            connecting.add(Thread.ofPlatform().start(() -> {
                for (int i = next.getAndIncrement(); i < connections; i = next.getAndIncrement()) {
                    String name = "c" + i + "." + KILL;
                    try {
                        if (get("127.0.0." + (thread % 8 + 2), name).startsWith("HTTP/1.1 200")) {
                            answered.add(name);
                        }
                    } catch (IOException e) {
                        // Not answered: it need not be in the log.
                        continue;
                    }
                }
            }));
        }
        for (Thread thread : connecting) {
            thread.join();
        }
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        Set<String> logged = logged();
        System.err.printf(
                "connections: %d of %d answered in all; logged %d, peak memory %d MB%n",
                answered.size(), sent + connections, logged.size(), memory >> 10);
        assertThat(logged).containsAll(answered);
        assertThat(answered.size()).isGreaterThanOrEqualTo((sent + connections) * 999 / 1000);
        assertThat(memory).as("KiB").isLessThan(600 << 10);
    }

    /** Kilobytes of memory that the process had at most, as the kernel counted. */
    private long peak() throws IOException {
        return java.nio.file.Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(0L);
    }

    private void steadily(
            int thread, int seconds, Set<String> answered, AtomicLongArray latencies, AtomicInteger answers) {
        int perSecond = 5_000 / 8;
        try (var socket = new DatagramSocket(new InetSocketAddress("127.0.0." + (thread + 2), 0))) {
            socket.setSoTimeout(2_000);
            long start = System.nanoTime();
            for (int i = 0; i < seconds * perSecond; i++) {
                long due = start + i * 1_000_000_000L / perSecond;
                long wait = due - System.nanoTime();
                if (wait > 0) {
                    java.util.concurrent.locks.LockSupport.parkNanos(wait);
                }
                String name = "f" + thread + "-" + i + "." + KILL;
                long began = System.nanoTime();
                boolean good;
                if (i % 5 == 4) {
                    good = get("127.0.0." + (thread + 2), name).startsWith("HTTP/1.1 200");
                } else {
                    byte[] query = query(name);
                    socket.send(new DatagramPacket(query, query.length, dns));
                    var answer = new DatagramPacket(new byte[512], 512);
                    socket.receive(answer);
                    good = answer.getLength() > query.length;
                }
                int at = answers.getAndIncrement();
                if (good && answered.add(name) && at < latencies.length()) {
                    latencies.set(at, System.nanoTime() - began);
                }
            }
        } catch (IOException e) {
            System.err.println("a sender stopped: " + e);
        }
    }
}
