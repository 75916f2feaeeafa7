package dev.firebreak.app.io.tuf;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The keys of a trust folder for a process that signs again and again: opened once for each root, so that a rotation by another process
 * counts at the next signature. Any number of threads may call.
 */
public final class SigningKeys {

    /** Opening a key file costs 600,000 rounds of hashing; what failed is not tried more often than this. */
    private static final Duration AGAIN = Duration.ofSeconds(20);

    private final TrustFolder trust;
    private final SecretSource secrets;
    private final Map<Set<TufRole>, List<TufSigner>> opened = new HashMap<>();
    private final Map<Set<TufRole>, Failed> failures = new HashMap<>();

    private int version;

    /** What could not be opened, and when that was tried. */
    private record Failed(TufFailure why, Instant at) {}

    public SigningKeys(TrustFolder trust, SecretSource secrets) {
        this.trust = trust;
        this.secrets = secrets;
    }

    /** Whose keys they are. */
    public TrustFolder trust() {
        return trust;
    }

    /** The newest root; empty where {@code trust init} was never run. */
    public Optional<TufRoot> root() throws IOException, TufFailure {
        return trust.root();
    }

    /**
     * The signers of roles, as many as each demands at least.
     *
     * @throws TufFailure where they cannot be opened; says why
     */
    public synchronized List<TufSigner> signers(Set<TufRole> roles, Instant now) throws IOException, TufFailure {
        int newest = root().map(TufRoot::version).orElse(0);
        if (newest != version) {
            opened.clear();
            failures.clear();
            version = newest;
        }
        List<TufSigner> known = opened.get(roles);
        if (known != null) {
            return known;
        }
        Failed failed = failures.get(roles);
        if (failed != null && now.isBefore(failed.at().plus(AGAIN)) && !now.isBefore(failed.at())) {
            throw failed.why();
        }
        try {
            List<TufSigner> signers = trust.signers(roles, secrets.read(trust));
            opened.put(Set.copyOf(roles), signers);
            failures.remove(roles);
            return signers;
        } catch (TufFailure e) {
            failures.put(Set.copyOf(roles), new Failed(e, now));
            throw e;
        }
    }

    /** After a failure: a token may have been taken out and put back, so it is opened anew next time. */
    synchronized void forget(TufFailure.Kind kind) {
        if (kind == TufFailure.Kind.KEY) {
            opened.clear();
        }
    }
}
