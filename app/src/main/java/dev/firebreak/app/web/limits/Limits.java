package dev.firebreak.app.web.limits;

import dev.firebreak.app.io.ZipArchive;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Every limit of the server in one place. {@code docs/limits.md} is the table for administrators; {@code LimitsTest} keeps the two equal.
 * Those that depend on the machine or the site are values of this record and can be raised ({@link #of}); sizes of the protocol are constants.
 */
public record Limits(Connections connections, Bodies bodies, Streams streams, Machines machines) {

    /** Bytes of the head of a request: its line and its headers. */
    public static final int HEAD_BYTES = 8 << 10;

    /** Bytes of a form of an account that is signed in. */
    public static final int FORM_BYTES = 64 << 10;

    /** Bytes of a form before sign-in: name, password and the page to go back to. */
    public static final int FORM_BEFORE_SIGN_IN_BYTES = 4 << 10;

    /** Bytes of any request, packed. */
    public static final long REQUEST_BYTES = 256L << 20;

    /** Bytes of one uploaded file. */
    public static final long FILE_BYTES = 32L << 20;

    /** Bytes of one part of an upload that stay in memory; larger parts go to the temporary folder. */
    public static final int PART_IN_MEMORY_BYTES = 16 << 10;

    /** Bytes that the parts of one upload can hold in memory together. */
    public static final long PARTS_IN_MEMORY_BYTES = 16L << 20;

    /** Bytes of one check-in, unpacked. */
    public static final int CHECK_IN_BYTES = 32 << 20;

    /** Bytes of one file of many machines, unpacked. */
    public static final int BULK_BYTES = 256 << 20;

    /** How many times its packed size a body above 1 MiB may have. Text and inventories do not reach it; a bomb is a thousand to one. */
    public static final int UNPACKED_TO_PACKED = 200;

    /** An uploaded ZIP archive: 5,000 files, each no larger than one uploaded by itself, 256 MiB together, no more than 200 times the archive. */
    public static final ZipArchive.Limits ZIP =
            new ZipArchive.Limits(5_000, (int) FILE_BYTES, REQUEST_BYTES, UNPACKED_TO_PACKED);

    /** Bytes a second that a body must reach on average once {@link Connections#timeout} is over. */
    public static final long MIN_BYTES_PER_SECOND = 512;

    /** How long the rest of a refused body is read and thrown away, so that the answer reaches its client. */
    public static final Duration LINGER = Duration.ofSeconds(2);

    /** What the operating system queues before we accept. */
    public static final int ACCEPT_QUEUE = 4096;

    private static final String PREFIX = "firebreak.limit.";
    private static final int MAX_CONNECTIONS = 12_000;
    private static final int FILES_BESIDE_CONNECTIONS = 1_000;
    private static final long MIN_BODY_BYTES = 64L << 20;

    /**
     * Connections.
     *
     * @param most in all; above that, the oldest idle one is closed for each new one
     * @param perAddress of one IPv4 address or one IPv6 network of 64 bits
     * @param reserved when no more than this is left, an address that has {@link #small} or more gets no further one
     * @param idle a connection without a request, or whose head is not complete, is closed after
     * @param timeout a body may come as slowly as it likes for this long
     */
    public record Connections(int most, int perAddress, int reserved, Duration idle, Duration timeout) {

        /** Connections that an address may have even when few are left. */
        public int small() {
            return Math.max(1, perAddress / 16);
        }
    }

    /**
     * Memory for bodies.
     *
     * @param bytes that all bodies hold together
     */
    public record Bodies(long bytes) {

        /** A token, an account or an address holds at most so many times what it leaves free: alone three quarters, two alike three sevenths each. */
        public static final int TIMES_FREE = 3;

        /** The same of all together who are not signed in: at most half. */
        public static final int TIMES_FREE_BEFORE_SIGN_IN = 1;
    }

    /**
     * Event streams.
     *
     * @param most in all
     * @param perCaller of one account or one key
     */
    public record Streams(int most, int perCaller) {}

    /**
     * Machines.
     *
     * @param newPerToken machines that are not registered yet, of one site's token in an hour
     */
    public record Machines(int newPerToken) {}

    /** A limit that is set to something that cannot be one. */
    public static final class Unusable extends Exception {
        private static final long serialVersionUID = 1;

        private Unusable(String property) {
            super(property);
        }
    }

    /** A limit that can be set, with its value; for the document and its test. */
    public record Setting(String property, long value) {}

    /** Those of a machine with this much heap and this many file descriptors. */
    public static Limits standard(long heapBytes, long files) {
        int most = Math.clamp(files - FILES_BESIDE_CONNECTIONS, 100, MAX_CONNECTIONS);
        return new Limits(
                new Connections(
                        most, Math.min(2_000, most / 2), most / 4, Duration.ofSeconds(30), Duration.ofSeconds(10)),
                new Bodies(Math.max(MIN_BODY_BYTES, heapBytes / 4)),
                new Streams(2_000, 100),
                new Machines(1_000));
    }

    /**
     * The same, with what an administrator set.
     *
     * @param property looks up a system property; null for none
     * @throws Unusable names the property whose value is not a whole number of 1 or more
     */
    public static Limits of(long heapBytes, long files, Function<String, @Nullable String> property) throws Unusable {
        List<Long> set = new ArrayList<>();
        for (Setting setting : standard(heapBytes, files).settings()) {
            set.add(number(setting, property.apply(setting.property())));
        }
        var connections = new Connections(
                Math.toIntExact(set.get(0)),
                Math.toIntExact(set.get(1)),
                Math.toIntExact(set.get(2)),
                Duration.ofSeconds(set.get(3)),
                Duration.ofSeconds(set.get(4)));
        return new Limits(
                connections,
                new Bodies(set.get(5) << 20),
                new Streams(Math.toIntExact(set.get(6)), Math.toIntExact(set.get(7))),
                new Machines(Math.toIntExact(set.get(8))));
    }

    private static long number(Setting setting, @Nullable String text) throws Unusable {
        if (text == null) {
            return setting.value();
        }
        if (!text.strip().matches("[1-9][0-9]{0,8}")) {
            throw new Unusable(setting.property());
        }
        return Long.parseLong(text.strip());
    }

    /** Those that can be set, in the order of the document. */
    public List<Setting> settings() {
        return List.of(
                new Setting(PREFIX + "connections", connections.most()),
                new Setting(PREFIX + "connectionsPerAddress", connections.perAddress()),
                new Setting(PREFIX + "connectionsReserved", connections.reserved()),
                new Setting(PREFIX + "idleSeconds", connections.idle().toSeconds()),
                new Setting(PREFIX + "patienceSeconds", connections.timeout().toSeconds()),
                new Setting(PREFIX + "bodyMebibytes", bodies.bytes() >> 20),
                new Setting(PREFIX + "streams", streams.most()),
                new Setting(PREFIX + "streamsPerCaller", streams.perCaller()),
                new Setting(PREFIX + "newMachinesPerToken", machines.newPerToken()));
    }
}
