package dev.firebreak.core.rollout;

import dev.firebreak.core.text.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far an order has come. A state has only the steps that may follow it, so that nothing is offered that two persons did not approve and
 * nothing is closed by a claim.
 */
public sealed interface OrderState {

    /** Which one. */
    Kind kind();

    /** When it began. */
    Instant at();

    /** Who agreed to it and until when it holds; null where no second person did, or it was withdrawn. */
    @Nullable
    Approval approval();

    /** What the machine reported, or why it failed; null where nothing came of it yet, or evidence and persons ended it. */
    default @Nullable Outcome outcome() {
        return null;
    }

    /** How long an approval holds: what two persons agreed to in an outbreak is not installed in another year. */
    Duration LIFETIME = Duration.ofDays(30);

    /** The states by name, in the order of an order's life. */
    enum Kind {
        PROPOSED("proposed", new Text("waiting for approval", "承認待ち")),
        APPROVED("approved", new Text("approved", "承認済み")),
        OFFERED("offered", new Text("sent to the machine", "端末へ送信済み")),
        FETCHED("fetched", new Text("fetched by the machine", "端末が取得済み")),
        CLAIMED("claimed", new Text("machine reports success, not confirmed", "端末は成功を報告（未確認）")),
        CLOSED("closed", new Text("confirmed by evidence", "根拠情報で確認済み")),
        FAILED("failed", new Text("failed", "失敗")),
        WITHDRAWN("withdrawn", new Text("withdrawn", "取り下げ"));

        private final String id;
        private final Text label;

        Kind(String id, Text label) {
            this.id = id;
            this.label = label;
        }

        /** Name in our own formats. */
        public String id() {
            return id;
        }

        /** Name for people. */
        public Text label() {
            return label;
        }

        /** Whether something may still come of it. */
        public boolean isOpen() {
            return switch (this) {
                case PROPOSED, APPROVED, OFFERED, FETCHED, CLAIMED -> true;
                case CLOSED, FAILED, WITHDRAWN -> false;
            };
        }

        /** The kind of that name in our own formats. */
        public static Optional<Kind> ofId(String id) {
            return Arrays.stream(values()).filter(k -> k.id.equals(id)).findFirst();
        }
    }

    /**
     * Two different persons: who proposed and who approved.
     *
     * @param expiresAt from when on the order is not handed out any more
     */
    record Approval(String proposedBy, Instant proposedAt, String approvedBy, Instant approvedAt, Instant expiresAt) {
        public Approval {
            if (isSamePerson(proposedBy, approvedBy)) {
                throw new IllegalArgumentException("one person cannot do both");
            }
        }
    }

    /** Whether two names in the audit log are one person; names of accounts are compared without case. */
    static boolean isSamePerson(String one, String other) {
        return one.strip().toLowerCase(Locale.ROOT).equals(other.strip().toLowerCase(Locale.ROOT));
    }

    /** A person wants it; it stays on the server. */
    record Proposed(String by, Instant at) implements OrderState {
        /** A second person agrees; empty where it is the same person. */
        public Optional<Approved> approve(String person, Instant when) {
            return isSamePerson(by, person)
                    ? Optional.empty()
                    : Optional.of(new Approved(new Approval(by, at, person, when, when.plus(LIFETIME))));
        }

        public Withdrawn withdraw(String person, Instant when) {
            return new Withdrawn(person, when);
        }

        @Override
        public @Nullable Approval approval() {
            return null;
        }

        @Override
        public Kind kind() {
            return Kind.PROPOSED;
        }
    }

    /** Two persons want it; the machine has not asked yet. */
    record Approved(Approval approval) implements OrderState {
        public Offered offer(Instant when) {
            return new Offered(approval, when);
        }

        public Withdrawn withdraw(String person, Instant when) {
            return new Withdrawn(person, when);
        }

        @Override
        public Instant at() {
            return approval.approvedAt();
        }

        @Override
        public Kind kind() {
            return Kind.APPROVED;
        }
    }

    /** The machine has it. */
    record Offered(Approval approval, Instant at) implements OrderState {
        public Fetched fetch(Instant when) {
            return new Fetched(approval, when);
        }

        /** What the machine says came of it. */
        public OrderState report(Outcome outcome, Instant when, @Nullable Instant bootedBefore) {
            return reported(approval, outcome, when, bootedBefore);
        }

        public Withdrawn withdraw(String person, Instant when) {
            return new Withdrawn(person, when);
        }

        @Override
        public Kind kind() {
            return Kind.OFFERED;
        }
    }

    /** The machine has the packages. */
    record Fetched(Approval approval, Instant at) implements OrderState {
        /** What the machine says came of it. */
        public OrderState report(Outcome outcome, Instant when, @Nullable Instant bootedBefore) {
            return reported(approval, outcome, when, bootedBefore);
        }

        public Withdrawn withdraw(String person, Instant when) {
            return new Withdrawn(person, when);
        }

        @Override
        public Kind kind() {
            return Kind.FETCHED;
        }
    }

    private static OrderState reported(
            Approval approval, Outcome outcome, Instant when, @Nullable Instant bootedBefore) {
        return outcome.isClaim()
                ? new Claimed(approval, outcome, when, bootedBefore)
                : new Failed(approval, outcome, when);
    }

    /**
     * The machine says that it is done. Only fresh evidence closes it.
     *
     * @param bootedBefore last start of the machine as it stood when it was done, by the machine's own clock; null where unknown
     */
    record Claimed(
            Approval approval,
            Outcome outcome,
            Instant at,
            @Nullable Instant bootedBefore) implements OrderState {
        /** What fresh evidence makes of it; the same where it does not decide. */
        public OrderState judge(OrderTask task, FreshEvidence evidence, Instant when) {
            return switch (evidence.decide(this, task)) {
                case CONFIRMED -> new Closed(approval, when);
                case CONTRADICTED -> new Failed(approval, Outcome.of(Outcome.Kind.NOT_CONFIRMED), when);
                case UNDECIDED -> this;
            };
        }

        public Withdrawn withdraw(String person, Instant when) {
            return new Withdrawn(person, when);
        }

        @Override
        public Kind kind() {
            return Kind.CLAIMED;
        }
    }

    /** Fresh evidence shows that it is done. */
    record Closed(Approval approval, Instant at) implements OrderState {
        @Override
        public Kind kind() {
            return Kind.CLOSED;
        }
    }

    /** It came to nothing. A new order needs two persons again. */
    record Failed(Approval approval, Outcome outcome, Instant at) implements OrderState {
        @Override
        public Kind kind() {
            return Kind.FAILED;
        }
    }

    /** A person took it back. A machine that has it already may still do it. */
    record Withdrawn(String by, Instant at) implements OrderState {
        @Override
        public @Nullable Approval approval() {
            return null;
        }

        @Override
        public Kind kind() {
            return Kind.WITHDRAWN;
        }
    }
}
