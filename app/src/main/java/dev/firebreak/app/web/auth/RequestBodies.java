package dev.firebreak.app.web.auth;

import dev.firebreak.app.web.http.HttpProblem;
import dev.firebreak.app.web.http.HttpRefusal;
import dev.firebreak.app.web.http.RequestOrigin;
import dev.firebreak.app.web.limits.BodyBudget;
import dev.firebreak.app.web.limits.Limits;
import dev.firebreak.app.web.limits.SlowBodyGuard;
import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads what was sent, unpacks it, and stops in time. Memory is taken from the budget as bytes come, not as they are announced. */
public final class RequestBodies {

    /** Room for most check-ins; more must come before there is more. */
    private static final int FIRST = 1 << 13;

    private static final int STEP = 1 << 14;
    private static final int LARGEST_PIECE = 1 << 20;

    /** What is announced up to here gets one array. */
    private static final int IN_ONE_PIECE = 1 << 16;

    /** Small ones do no harm and may be packed as they like. */
    private static final int SMALL = 1 << 20;

    /** A form is there as bytes, as text and as its fields. */
    private static final int COPIES_OF_A_FORM = 3;

    private static final String HELD = "firebreak.held";

    private final BodyBudget budget;
    private final RequestOrigin peer;

    public RequestBodies(BodyBudget budget, RequestOrigin peer) {
        this.budget = budget;
        this.peer = peer;
    }

    /** What a request holds, and who answers for it. */
    private static final class Reservation {
        private final List<BodyBudget.Holder> holders;
        private long bytes;

        Reservation(List<BodyBudget.Holder> holders) {
            this.holders = holders;
        }
    }

    /** Takes memory for what somebody else reads; given back at the end of the request. */
    public void reserve(Context ctx, long bytes) {
        hold(ctx, bytes);
    }

    /** Counts a form that is read by others, as its bytes come; no more than {@code limit} come. */
    void countForm(Context ctx, int limit) {
        var left = new AtomicLong(limit);
        SlowBodyGuard.count(ctx.req(), bytes -> {
            if (left.addAndGet(-bytes) < 0) {
                throw new HttpRefusal(HttpProblem.TOO_LARGE, "form of more than " + limit + " bytes");
            }
            hold(ctx, bytes * COPIES_OF_A_FORM);
        });
    }

    /** The same of files: no more of them stays in memory than {@link Limits#PARTS_IN_MEMORY_BYTES}. */
    void countParts(Context ctx) {
        var left = new AtomicLong(Limits.PARTS_IN_MEMORY_BYTES);
        SlowBodyGuard.count(ctx.req(), bytes -> {
            long before = left.getAndAdd(-bytes);
            if (before > 0) {
                hold(ctx, Math.min(bytes, before));
            }
        });
    }

    byte[] read(Context ctx, int limit) throws IOException {
        if (ctx.req().getContentLengthLong() > limit) {
            throw new HttpRefusal(HttpProblem.TOO_LARGE, ctx.req().getContentLengthLong() + " bytes announced");
        }
        var packed = new CountingStream(ctx.req().getInputStream(), limit);
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
                yield announced >= first.length && announced <= IN_ONE_PIECE
                        ? announced(ctx, first, packed, (int) announced)
                        : all(ctx, first, packed, packed, limit, false);
            }
            case "gzip", "x-gzip" -> unpacked(ctx, packed, packed, limit);
            default -> throw new HttpRefusal(HttpProblem.UNSUPPORTED, "content encoding");
        };
    }

    private byte[] unpacked(Context ctx, InputStream from, CountingStream packed, int limit) throws IOException {
        try (var in = new GZIPInputStream(from, STEP)) {
            return all(ctx, new byte[0], in, packed, limit, true);
        } catch (ZipException | EOFException e) {
            if (e.getCause() != null) {
                throw e;
            }
            throw new HttpRefusal(HttpProblem.MALFORMED, "not gzip, or broken off");
        }
    }

    /** No shorter than announced: the connection would have broken. */
    private byte[] announced(Context ctx, byte[] first, InputStream in, int length) throws IOException {
        int room = Math.min(length, FIRST);
        hold(ctx, room);
        byte[] whole = Arrays.copyOf(first, room);
        int come = first.length;
        while (true) {
            come += in.readNBytes(whole, come, whole.length - come);
            if (come < whole.length) {
                return Arrays.copyOf(whole, come);
            }
            if (come == length) {
                return whole;
            }
            room = Math.min(length, whole.length * 2);
            hold(ctx, room);
            whole = Arrays.copyOf(whole, room);
        }
    }

    /** @param first bytes that were read before */
    private byte[] all(Context ctx, byte[] first, InputStream in, CountingStream packed, int limit, boolean ratio)
            throws IOException {
        List<byte[]> full = new ArrayList<>();
        hold(ctx, STEP);
        byte[] piece = Arrays.copyOf(first, STEP);
        int inPiece = first.length;
        int come = first.length;
        for (int n = in.read(piece, inPiece, piece.length - inPiece); n >= 0; ) {
            inPiece += n;
            come += n;
            if (come > limit) {
                throw new HttpRefusal(HttpProblem.TOO_LARGE, "more than " + limit + " bytes");
            }
            if (ratio && come > SMALL && come > packed.count * Limits.UNPACKED_TO_PACKED) {
                throw new HttpRefusal(
                        HttpProblem.TOO_LARGE, "packed more than " + Limits.UNPACKED_TO_PACKED + " to one");
            }
            if (inPiece == piece.length) {
                full.add(piece);
                int size = Math.min(piece.length * 2, LARGEST_PIECE);
                hold(ctx, size);
                piece = new byte[size];
                inPiece = 0;
            }
            n = in.read(piece, inPiece, piece.length - inPiece);
        }
        if (full.isEmpty()) {
            return Arrays.copyOf(piece, come);
        }
        hold(ctx, come);
        var whole = new byte[come];
        int at = 0;
        for (byte[] each : full) {
            System.arraycopy(each, 0, whole, at, each.length);
            at += each.length;
        }
        System.arraycopy(piece, 0, whole, at, inPiece);
        return whole;
    }

    private void hold(Context ctx, long bytes) {
        Reservation held = ctx.attribute(HELD);
        if (held == null) {
            held = new Reservation(holders(ctx));
            ctx.attribute(HELD, held);
        }
        if (!budget.take(held.holders, bytes)) {
            throw budget.isTooMuch(held.holders, held.bytes + bytes)
                    ? new HttpRefusal(HttpProblem.TOO_LARGE, "more than the memory for bodies")
                    : new HttpRefusal(HttpProblem.BUSY, "memory for bodies is used up", 2);
        }
        held.bytes += bytes;
    }

    private List<BodyBudget.Holder> holders(Context ctx) {
        Principal principal = Authorization.guest(ctx);
        int times = principal.isNobody() ? Limits.Bodies.TIMES_FREE_BEFORE_SIGN_IN : Limits.Bodies.TIMES_FREE;
        return List.of(
                new BodyBudget.Holder(principal.caller().name(), times),
                new BodyBudget.Holder(RequestOrigin.network(peer.address(ctx)), Limits.Bodies.TIMES_FREE));
    }

    /** The request is over. */
    public void release(Context ctx) {
        Reservation held = ctx.attribute(HELD);
        if (held != null) {
            ctx.attribute(HELD, null);
            budget.release(held.holders, held.bytes);
        }
    }

    /** How much came over the wire; no more than the limit. */
    private static final class CountingStream extends FilterInputStream {
        private final int limit;
        private long count;

        CountingStream(InputStream in, int limit) {
            super(in);
            this.limit = limit;
        }

        private int add(int n) {
            count += Math.max(n, 0);
            if (count > limit) {
                throw new HttpRefusal(HttpProblem.TOO_LARGE, "more than " + limit + " bytes");
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
