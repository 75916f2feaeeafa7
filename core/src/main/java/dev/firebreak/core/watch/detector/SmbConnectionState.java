package dev.firebreak.core.watch.detector;

import dev.firebreak.core.watch.Event.SmbKey;
import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@link SmbExploitDetector} remembers of a connection: its latest transactions, at most {@value #MOST}, which attacks were told, and
 * whether the client used the multiplex ids by which an implant answers. Immutable.
 */
public final class SmbConnectionState implements Serializable {

    private static final long serialVersionUID = 1;

    /** The leaked tools open about a hundred transactions to prepare the server's memory. */
    static final int MOST = 512;

    static final SmbConnectionState NEW = new SmbConnectionState(new long[0], 0, 0);

    private static final int FIRST_WATCHED = 81;
    private static final int LAST_WATCHED = 83;
    private static final int AWAITS_PARTS = 1;
    private static final int IS_ANSWERED = 2;

    // Two numbers for each transaction: process, multiplex and tree; user, command, function and flags.
    private final long[] transactions;
    private final int reported;
    private final int usedMultiplex;

    private SmbConnectionState(long[] transactions, int reported, int usedMultiplex) {
        this.transactions = transactions;
        this.reported = reported;
        this.usedMultiplex = usedMultiplex;
    }

    /** A transaction by its primary request. */
    record Transaction(int multiplex, int command, int function, boolean isAwaitingParts) {}

    static boolean isWatched(int multiplex) {
        return multiplex >= FIRST_WATCHED && multiplex <= LAST_WATCHED;
    }

    boolean hasUsed(int multiplex) {
        return (usedMultiplex & 1 << (multiplex - FIRST_WATCHED)) != 0;
    }

    /** The client used a multiplex id. */
    SmbConnectionState used(int multiplex) {
        return !isWatched(multiplex) || hasUsed(multiplex)
                ? this
                : new SmbConnectionState(transactions, reported, usedMultiplex | 1 << (multiplex - FIRST_WATCHED));
    }

    int reported() {
        return reported;
    }

    SmbConnectionState reported(int bit) {
        return new SmbConnectionState(transactions, reported | bit, usedMultiplex);
    }

    /** The latest transaction of a key, answered or not. */
    @Nullable
    Transaction transaction(SmbKey key) {
        int at = find(key);
        return at < 0 ? null : at(at);
    }

    /** Transactions of the same process, tree and user that the server has not answered. */
    Stream<Transaction> unanswered(SmbKey key, int command) {
        long mask = 0xFFFF_FFFF_0000_FFFFL;
        return IntStream.range(0, transactions.length / 2)
                .filter(i -> (transactions[2 * i] & mask) == (first(key) & mask)
                        && (transactions[2 * i + 1] & 0xFFFF) == key.user()
                        && (flags(i) & IS_ANSWERED) == 0)
                .mapToObj(this::at)
                .filter(t -> t.command == command);
    }

    /** A primary request takes the place of an earlier one of the same key. */
    SmbConnectionState begin(SmbKey key, int command, int function, boolean awaitsParts) {
        long second = (key.user() & 0xFFFFL)
                | (command & 0xFFL) << 16
                | (function & 0xFFFFL) << 24
                | (awaitsParts ? (long) AWAITS_PARTS << 40 : 0);
        int at = find(key);
        long[] next;
        if (at >= 0) {
            next = transactions.clone();
        } else if (transactions.length >= 2 * MOST) {
            next = Arrays.copyOfRange(transactions, 2, transactions.length + 2);
            at = MOST - 1;
        } else {
            next = Arrays.copyOf(transactions, transactions.length + 2);
            at = transactions.length / 2;
        }
        next[2 * at] = first(key);
        next[2 * at + 1] = second;
        return new SmbConnectionState(next, reported, usedMultiplex);
    }

    /** The server has answered: only an NT_TRANSACT is of interest from here on, for what a secondary request may do to it. */
    SmbConnectionState answered(SmbKey key, int command) {
        int at = find(key);
        if (at < 0 || at(at).command != command) {
            return this;
        }
        if (command == SmbExploitDetector.NT_TRANSACT) {
            long[] next = transactions.clone();
            next[2 * at + 1] |= (long) IS_ANSWERED << 40;
            return new SmbConnectionState(next, reported, usedMultiplex);
        }
        long[] next = new long[transactions.length - 2];
        System.arraycopy(transactions, 0, next, 0, 2 * at);
        System.arraycopy(transactions, 2 * at + 2, next, 2 * at, next.length - 2 * at);
        return new SmbConnectionState(next, reported, usedMultiplex);
    }

    private Transaction at(int i) {
        int multiplex = (int) (transactions[2 * i] >>> 16) & 0xFFFF;
        long second = transactions[2 * i + 1];
        boolean isOpen = (flags(i) & AWAITS_PARTS) != 0 && (flags(i) & IS_ANSWERED) == 0;
        int function = (int) (second >>> 24) & 0xFFFF;
        return new Transaction(multiplex, (int) (second >>> 16) & 0xFF, function == 0xFFFF ? -1 : function, isOpen);
    }

    private int flags(int i) {
        return (int) (transactions[2 * i + 1] >>> 40);
    }

    private int find(SmbKey key) {
        long first = first(key);
        for (int i = 0; i < transactions.length; i += 2) {
            if (transactions[i] == first && (transactions[i + 1] & 0xFFFF) == (key.user() & 0xFFFF)) {
                return i / 2;
            }
        }
        return -1;
    }

    private static long first(SmbKey key) {
        return (long) key.process() << 32 | (key.multiplex() & 0xFFFFL) << 16 | (key.tree() & 0xFFFFL);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SmbConnectionState state
                && Arrays.equals(transactions, state.transactions)
                && reported == state.reported
                && usedMultiplex == state.usedMultiplex;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(transactions) * 31 + reported;
    }
}
