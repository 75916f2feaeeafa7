package dev.firebreak.app.mirror;

import dev.firebreak.app.io.tuf.TufFailure;
import dev.firebreak.app.io.tuf.TufPublisher;
import dev.firebreak.app.io.tuf.TufTarget;
import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Kb;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The signed list of the packages that a server hands out: each with length and SHA-256, in step with the store. */
public final class MirrorIndex {

    /** Name of the repository. */
    public static final String REPOSITORY = "mirror";

    private final PackageStore store;
    private final TufPublisher publisher;

    public MirrorIndex(PackageStore store, TufPublisher publisher) {
        this.store = store;
        this.publisher = publisher;
    }

    /**
     * What is signed for these packages, by path. Of two contents of one name, which Windows could not tell apart, the second is listed under its
     * hash.
     */
    static Map<String, TufTarget> targets(List<StoredPackage> served) throws TufFailure {
        Map<String, TufTarget> listed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (StoredPackage stored : served) {
            String path = listed.containsKey(stored.file()) ? stored.sha256() + "/" + stored.file() : stored.file();
            listed.put(path, TufTarget.of(path, stored.size(), stored.sha256(), custom(stored)));
        }
        return listed;
    }

    private static Map<String, String> custom(StoredPackage stored) {
        Map<String, String> custom = new TreeMap<>();
        Kb kb = stored.kb();
        Architecture architecture = stored.architecture();
        String language = stored.language();
        if (kb != null) {
            custom.put("kb", kb.toString());
        }
        if (architecture != null) {
            custom.put("architecture", architecture.id());
        }
        if (language != null) {
            custom.put("language", language);
        }
        custom.put("sha1", stored.sha1());
        return custom;
    }

    /**
     * Signs for what may be handed out now, where that has changed or what was signed expires soon.
     *
     * @throws TufFailure where there are no keys, or they cannot be opened
     */
    public void refresh(Instant now) throws IOException, TufFailure {
        List<StoredPackage> served = store.served(new PackageStore.Query(null, null, null, null));
        publisher.publish(targets(served).values(), now);
    }

    /** Verifies what is on disk; what does not verify is set aside, and the next {@link #refresh} signs anew. */
    public void check(Instant now) throws IOException {
        publisher.check(now);
    }

    /** A file of the metadata; empty where there is none. */
    public Optional<byte[]> metadata(String file, int most) throws IOException, TufFailure {
        return publisher.read(file, most);
    }

    /**
     * The package under the name that clients of TUF ask for.
     *
     * @param name {@code HASH.name}
     * @return empty where the list has no such file, or it may not be handed out (any more)
     */
    public Optional<StoredPackage> target(String name, Instant now) throws IOException {
        return publisher.targets(now).values().stream()
                .filter(target -> target.hashedPath().equals(name))
                .findFirst()
                .flatMap(target -> store.find(target.sha256()))
                .filter(StoredPackage::isServed);
    }

    /** How things stand. */
    public TufPublisher.Status status() throws IOException {
        return publisher.status();
    }
}
