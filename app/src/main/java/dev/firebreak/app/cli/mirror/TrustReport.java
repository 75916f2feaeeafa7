package dev.firebreak.app.cli.mirror;

import dev.firebreak.app.cli.FormatOption;
import dev.firebreak.app.io.JsonWriter;
import dev.firebreak.app.io.tuf.TrustFolder;
import dev.firebreak.app.io.tuf.TrustFolder.KeyPlace;
import dev.firebreak.app.io.tuf.TufFailure;
import dev.firebreak.app.io.tuf.TufKey;
import dev.firebreak.app.io.tuf.TufPublisher;
import dev.firebreak.app.io.tuf.TufRole;
import dev.firebreak.app.io.tuf.TufRoot;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who vouches for what: the keys of each role, and what they have signed. */
record TrustReport(MirrorTerminal terminal, FormatOption output, TrustFolder.Secrets secrets) {

    /** Repositories that Firebreak signs. */
    private static final List<String> REPOSITORIES = List.of("mirror", "orders", "media");

    void show(TufRoot root, TrustFolder trust) throws IOException, TufFailure {
        Map<String, KeyPlace> places = trust.places();
        for (TufRole role : TufRole.values()) {
            for (TufKey key : root.of(role).keys()) {
                KeyPlace place = places.get(key.id());
                key(root, role, key, place == null ? null : place.place());
            }
        }
        Instant now = terminal.services().clock().instant();
        for (String name : REPOSITORIES) {
            signed(name, trust, now);
        }
        unusable(root, trust);
        if (!output.isNdjson()) {
            terminal.say("trust.root", root.version(), terminal.minute(root.expires()));
        }
    }

    /** Says which keys that sign every day cannot be opened here. The root's are meant to be elsewhere. */
    private void unusable(TufRoot root, TrustFolder trust) throws IOException {
        for (TufRole role : List.of(TufRole.TARGETS, TufRole.SNAPSHOT, TufRole.TIMESTAMP)) {
            // Where one key has two roles it is tried, and told, once.
            if (role == TufRole.TIMESTAMP
                    && root.of(role).keys().equals(root.of(TufRole.SNAPSHOT).keys())) {
                continue;
            }
            try {
                trust.signers(List.of(role), secrets);
            } catch (TufFailure e) {
                terminal.say(
                        "trust.unusable",
                        terminal.text("trust.role." + role.id()),
                        e.text().in(terminal.language()));
            }
        }
    }

    private void key(TufRoot root, TufRole role, TufKey key, @Nullable String place) {
        TufRoot.Keys keys = root.of(role);
        if (output.isNdjson()) {
            terminal.json(json -> {
                json.writeStringProperty("role", role.id());
                json.writeStringProperty("key", key.id());
                json.writeStringProperty("scheme", key.scheme());
                json.writeNumberProperty("threshold", keys.threshold());
                json.writeNumberProperty("keys", keys.keys().size());
                JsonWriter.text(json, "place", place);
                json.writeNumberProperty("root", root.version());
                json.writeStringProperty("expires", root.expires().toString());
            });
        } else {
            terminal.row(List.of(
                    terminal.text("trust.role." + role.id()),
                    keys.threshold() + "/" + keys.keys().size(),
                    key.scheme(),
                    key.id(),
                    place == null ? "-" : place));
        }
    }

    /** What was signed last under a name, as it stands in the data folder. */
    private void signed(String name, TrustFolder trust, Instant now) throws IOException {
        Path folder = TufPublisher.folder(terminal.folder(), name);
        TufPublisher.Published published = null;
        Text problem = null;
        try {
            published =
                    TufPublisher.published(folder, trust.anchor(), name, now).orElse(null);
        } catch (TufFailure e) {
            problem = e.text();
        }
        String state = problem != null ? "refused" : published == null ? "none" : "signed";
        if (output.isNdjson()) {
            ndjson(name, state, published, problem);
            return;
        }
        terminal.row(List.of(
                terminal.text("trust.what." + name),
                terminal.text("trust.state." + state),
                published == null ? "-" : terminal.text("trust.version", published.version()),
                published == null ? "-" : terminal.text("trust.files", published.targets()),
                published == null ? "-" : terminal.text("trust.signed", terminal.minute(published.signed())),
                published == null ? "-" : terminal.text("trust.valid", terminal.minute(published.expires())),
                problem != null
                        ? problem.in(terminal.language())
                        : published == null ? "-" : String.join(" ", published.keys())));
    }

    private void ndjson(String name, String state, TufPublisher.@Nullable Published published, @Nullable Text problem) {
        terminal.json(json -> {
            json.writeStringProperty("repository", name);
            json.writeStringProperty("state", state);
            if (published == null) {
                List.of("version", "root", "files", "signed", "expires").forEach(json::writeNullProperty);
            } else {
                json.writeNumberProperty("version", published.version());
                json.writeNumberProperty("root", published.root());
                json.writeNumberProperty("files", published.targets());
                json.writeStringProperty("signed", published.signed().toString());
                json.writeStringProperty("expires", published.expires().toString());
            }
            JsonWriter.texts(json, "keys", published == null ? List.of() : published.keys());
            JsonWriter.text(json, "problem", problem == null ? null : problem.in(terminal.language()));
        });
    }
}
