package dev.firebreak.app.web;

import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads what was sent, unpacks it, and stops in time: one body has its limit, all at once have a share of the memory. */
final class Bodies {

    private static final int STEP = 1 << 14;

    /** What is announced up to here, as most check-ins are, gets its room at once; more must come before it gets more. */
    private static final int AT_ONCE = 1 << 16;

    private static final int KIB = 1024;

    /** What text and inventories never reach; a bomb is a thousand to one. Small ones do no harm and may be anything. */
    private static final int MOST_TIMES = 200;

    private static final int SMALL = 1 << 20;
    private static final String HELD = "firebreak.held";

    private final int kib;
    private final Semaphore budget;

    /** @param budget bytes that all bodies together may hold at once */
    Bodies(long budget) {
        this.kib = (int) Math.min(budget / KIB, Integer.MAX_VALUE);
        this.budget = new Semaphore(kib);
    }

    /** Takes memory for what somebody else reads; given back at the end of the request. */
    void reserve(Context ctx, long bytes) {
        hold(ctx, (int) Math.min(bytes / KIB + 1, kib));
    }

    byte[] read(Context ctx, int limit) throws IOException {
        if (ctx.req().getContentLengthLong() > limit) {
            throw new Refused(Problem.TOO_LARGE, ctx.req().getContentLengthLong() + " bytes announced");
        }
        var packed = new Counted(ctx.req().getInputStream(), limit);
        String encoding = Optional.ofNullable(ctx.header("Content-Encoding"))
                .orElse("identity")
                .strip()
                .toLowerCase(Locale.ROOT);
        return switch (encoding) {
            case "identity", "" -> {
                byte[] first = packed.readNBytes(2);
                // Whoever sends a .gz as it is means what is in it; no text and no inventory begins so.
                boolean isGzip = first.length == 2 && first[0] == 0x1f && first[1] == (byte) 0x8b;
                if (isGzip) {
                    yield unpacked(
                            ctx, new SequenceInputStream(new ByteArrayInputStream(first), packed), packed, limit);
                }
                long announced = ctx.req().getContentLengthLong();
                yield announced >= first.length && announced <= AT_ONCE
                        ? announced(ctx, first, packed, (int) announced)
                        : all(ctx, first, packed, packed, limit, false);
            }
            case "gzip", "x-gzip" -> unpacked(ctx, packed, packed, limit);
            default -> throw new Refused(Problem.UNSUPPORTED, "content encoding");
        };
    }

    private byte[] unpacked(Context ctx, InputStream from, Counted packed, int limit) throws IOException {
        try (var in = new GZIPInputStream(from, STEP)) {
            return all(ctx, new byte[0], in, packed, limit, true);
        } catch (ZipException | EOFException e) {
            if (e.getCause() != null) {
                throw e;
            }
            throw new Refused(Problem.MALFORMED, "not gzip, or broken off");
        }
    }

    /** No shorter than announced: the connection would have broken. */
    private byte[] announced(Context ctx, byte[] first, InputStream in, int length) throws IOException {
        hold(ctx, length / KIB + 1);
        byte[] whole = Arrays.copyOf(first, length);
        int come = first.length + in.readNBytes(whole, first.length, length - first.length);
        return come == length ? whole : Arrays.copyOf(whole, come);
    }

    /** @param first bytes that were read before */
    private byte[] all(Context ctx, byte[] first, InputStream in, Counted packed, int limit, boolean ratio)
            throws IOException {
        var whole = new ByteArrayOutputStream(STEP);
        whole.writeBytes(first);
        var step = new byte[STEP];
        for (int n = in.read(step); n >= 0; n = in.read(step)) {
            // An array that grows is there twice for a moment.
            hold(ctx, 2 * STEP / KIB);
            whole.write(step, 0, n);
            if (whole.size() > limit) {
                throw new Refused(Problem.TOO_LARGE, "more than " + limit + " bytes");
            }
            if (ratio && whole.size() > SMALL && whole.size() > packed.count * MOST_TIMES) {
                throw new Refused(Problem.TOO_LARGE, "packed more than " + MOST_TIMES + " to one");
            }
        }
        return whole.toByteArray();
    }

    private void hold(Context ctx, int more) {
        Integer before = ctx.attribute(HELD);
        int held = (before == null ? 0 : before) + more;
        if (held > kib) {
            // No waiting would help.
            throw new Refused(Problem.TOO_LARGE, "more than the memory for all bodies, " + kib + " KiB");
        }
        if (!budget.tryAcquire(more)) {
            throw new Refused(Problem.BUSY, "memory for bodies is used up", 2);
        }
        ctx.attribute(HELD, held);
    }

    /** The request is over. */
    void release(Context ctx) {
        Integer held = ctx.attribute(HELD);
        if (held != null) {
            ctx.attribute(HELD, null);
            budget.release(held);
        }
    }

    /** How much came over the wire; no more than the limit. */
    private static final class Counted extends FilterInputStream {
        private final int limit;
        private long count;

        Counted(InputStream in, int limit) {
            super(in);
            this.limit = limit;
        }

        private int add(int n) {
            count += Math.max(n, 0);
            if (count > limit) {
                throw new Refused(Problem.TOO_LARGE, "more than " + limit + " bytes");
            }
            return n;
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            add(one < 0 ? 0 : 1);
            return one;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            return add(super.read(into, from, length));
        }
    }
}
