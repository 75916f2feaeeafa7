package dev.firebreak.app.probe.smb;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Samba server of its own on a port of 127.0.0.1, with a configuration of its own in a temporary folder. */
public final class Samba implements AutoCloseable {

    private static final Path SMBD = Path.of("/usr/sbin/smbd");
    private static final int PATIENCE_SECONDS = 30;

    private final Process process;
    private final int port;

    private Samba(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    public static boolean isThere() {
        return Files.isExecutable(SMBD);
    }

    /** @param options lines of smb.conf */
    public static Samba start(Path folder, List<String> options) throws IOException, InterruptedException {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        var lines = new StringBuilder("""
                [global]
                smb ports = %d
                interfaces = lo
                bind interfaces only = yes
                disable spoolss = yes
                load printers = no
                netbios name = PROBED
                workgroup = TESTS
                """.formatted(port));
        for (String kind : List.of(
                "lock directory",
                "state directory",
                "cache directory",
                "private dir",
                "pid directory",
                "ncalrpc dir")) {
            Path place = Files.createDirectory(folder.resolve(kind.replace(' ', '-')));
            lines.append(kind).append(" = ").append(place).append('\n');
        }
        lines.append("log file = ").append(folder.resolve("log")).append('\n');
        options.forEach(option -> lines.append(option).append('\n'));
        Path conf = Files.writeString(folder.resolve("smb.conf"), lines.toString());
        Process process = new ProcessBuilder(SMBD.toString(), "-D", "-F", "-s", conf.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        var samba = new Samba(process, port);
        for (int i = 0; i < PATIENCE_SECONDS * 20; i++) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return samba;
            } catch (IOException e) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        samba.close();
        throw new IOException("smbd does not listen: " + Files.readString(folder.resolve("out")));
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        children.forEach(ProcessHandle::destroy);
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
