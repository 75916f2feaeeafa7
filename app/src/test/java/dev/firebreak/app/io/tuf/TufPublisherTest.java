package dev.firebreak.app.io.tuf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.app.io.tuf.TufRepository.Lifetimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A server's own metadata: kept fresh, followed through rotations, and believed no more than a stranger's. */
class TufPublisherTest {

    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final TufTarget A = new TufTarget("a.exe", 3, "a".repeat(64), Map.of("kb", "KB4012598"));
    private static final TufTarget B = new TufTarget("b.exe", 4, "b".repeat(64));

    @TempDir
    Path data;

    private TrustFolder trust;
    private byte[] anchor;

    @BeforeEach
    void keys() throws IOException, TufFailure {
        trust = TestTrust.init(data, NOW);
        anchor = trust.anchor();
    }

    /** One that knows nothing but the disk, as after a restart. */
    private TufPublisher publisher() {
        return new TufPublisher(data, "orders", TestTrust.keys(data), Lifetimes.ONLINE);
    }

    private Path metadata() {
        return TufPublisher.folder(data, "orders");
    }

    /** Another Firebreak, which has the first root only, and a memory. */
    private TufClient.State seenByOthers(Instant now) throws IOException, TufFailure {
        return TufClient.open(data.resolve("other"), "orders", anchor).update(TufSource.folder(metadata()), now);
    }

    @Test
    void what_is_published_is_vouched_for_also_after_a_restart_and_others_verify_it() throws IOException, TufFailure {
        TufPublisher first = publisher();
        assertThat(first.status()).isEqualTo(new TufPublisher.Status(true, null, null));
        first.publish(List.of(A), NOW);
        first.publish(List.of(A, B), NOW);
        assertThat(first.targets(NOW)).containsOnlyKeys("a.exe", "b.exe");
        TufPublisher again = publisher();
        assertThat(again.check(NOW)).isEmpty();
        assertThat(again.targets(NOW)).isEqualTo(first.targets(NOW));
        assertThat(seenByOthers(NOW).targets()).isEqualTo(again.targets(NOW));
        assertThat(again.status().isGood(NOW)).isTrue();
        assertThat(again.status().published())
                .satisfies(p -> assertThat(p.targets()).isEqualTo(2));
    }

    @Test
    void without_keys_nothing_is_vouched_for_and_the_reason_says_how_to_make_them() throws IOException {
        Path other = data.resolve("without");
        var none = new TufPublisher(other, "orders", TestTrust.keys(other), Lifetimes.ONLINE);
        assertThat(none.check(NOW)).isEmpty();
        assertThat(none.status().hasKeys()).isFalse();
        assertThat(none.status().isGood(NOW)).isFalse();
        assertThatThrownBy(() -> none.publish(List.of(A), NOW))
                .isInstanceOf(TufFailure.class)
                .hasMessageContaining("firebreak trust init");
        assertThat(none.targets(NOW)).isEmpty();
    }

    @Test
    void keys_that_cannot_be_opened_are_said_and_what_was_signed_counts_until_it_expires()
            throws IOException, TufFailure {
        publisher().publish(List.of(A), NOW);
        var locked = new TufPublisher(
                data,
                "orders",
                new SigningKeys(
                        trust, new SecretSource(null, null, Map.of("FIREBREAK_PASSPHRASE", "not the right one"))),
                Lifetimes.ONLINE);
        locked.check(NOW);
        assertThat(locked.targets(NOW)).containsOnlyKeys("a.exe");
        assertThatThrownBy(() -> locked.publish(List.of(A, B), NOW)).isInstanceOf(TufFailure.class);
        assertThat(locked.status().isGood(NOW)).isFalse();
        assertThat(String.valueOf(locked.status().problem())).contains("passphrase");
        assertThat(locked.targets(NOW)).containsOnlyKeys("a.exe");
        assertThat(locked.targets(NOW.plus(Duration.ofDays(4)))).as("expired").isEmpty();
    }

    @Test
    void it_is_signed_anew_before_it_expires_and_old_parts_go() throws IOException, TufFailure {
        TufPublisher publisher = publisher();
        publisher.publish(List.of(A), NOW);
        byte[] timestamp = Files.readAllBytes(metadata().resolve("timestamp.json"));
        publisher.publish(List.of(A), NOW.plus(Duration.ofDays(1)));
        assertThat(metadata().resolve("timestamp.json")).as("not due").hasBinaryContent(timestamp);
        Instant now = NOW;
        for (int i = 0; i < 30; i++) {
            now = now.plus(Duration.ofHours(40));
            publisher.publish(List.of(A), now);
            assertThat(seenByOthers(now).targets()).containsOnlyKeys("a.exe");
        }
        try (Stream<Path> files = Files.list(metadata())) {
            assertThat(files).hasSizeLessThan(25);
        }
    }

    @Test
    void the_online_keys_alone_renew_what_the_targets_key_signed() throws IOException, TufFailure {
        publisher().publish(List.of(A), NOW);
        Path targetsKey = data.resolve("trust/keys/targets.pem");
        Files.move(targetsKey, data.resolve("locked-away.pem"));
        TufPublisher online = publisher();
        Instant later = NOW.plus(Duration.ofDays(2));
        online.check(later);
        online.publish(List.of(A), later);
        assertThat(seenByOthers(later.plus(Duration.ofDays(2))).targets()).containsOnlyKeys("a.exe");
        assertThatThrownBy(() -> online.publish(List.of(A, B), later))
                .isInstanceOf(TufFailure.class)
                .hasMessageContaining("targets.pem");
    }

    @ParameterizedTest
    @EnumSource(TufRole.class)
    void a_rotation_of_any_role_counts_at_the_next_signature_while_the_server_runs(TufRole role)
            throws IOException, TufFailure {
        TufPublisher running = publisher();
        running.publish(List.of(A), NOW);
        seenByOthers(NOW);
        trust.rotate(role, List.of(TestTrust.key(data, "next")), 1, TestTrust.SECRETS, NOW);
        assertThat(running.check(NOW)).as("between rotation and signature").isEmpty();
        assertThat(running.targets(NOW)).containsOnlyKeys("a.exe");
        running.publish(List.of(A), NOW);
        assertThat(running.status().published())
                .satisfies(p -> assertThat(p.root()).isEqualTo(2));
        assertThat(seenByOthers(NOW).root().version()).isEqualTo(2);
    }

    /** The server was off during the rotation, or ended at any step of the signature after it. */
    @ParameterizedTest
    @CsvSource({"off", "roots", "parts", "timestamp"})
    void an_interrupted_change_of_keys_loses_nothing(String step) throws IOException, TufFailure {
        publisher().publish(List.of(A), NOW);
        Path before = copy(metadata(), "before");
        Path seenBefore = copy(data.resolve("signed/seen-orders"), "seen-before");
        for (TufRole role : List.of(TufRole.TARGETS, TufRole.SNAPSHOT, TufRole.TIMESTAMP)) {
            trust.rotate(role, List.of(TestTrust.key(data, "next-" + role.id())), 1, TestTrust.SECRETS, NOW);
        }
        if (!step.equals("off")) {
            publisher().publish(List.of(A), NOW);
            Path after = copy(metadata(), "after");
            replace(before, metadata());
            replace(seenBefore, data.resolve("signed/seen-orders"));
            try (Stream<Path> files = Files.list(after)) {
                for (Path file : files.toList()) {
                    String name = file.getFileName().toString();
                    boolean isWritten = name.endsWith("root.json")
                            || (!step.equals("roots") && (name.matches("\\d+\\..*") || step.equals("timestamp")));
                    if (isWritten) {
                        Files.copy(file, metadata().resolve(name), StandardCopyOption.REPLACE_EXISTING);
                    }
                }
            }
        }
        TufPublisher restarted = publisher();
        assertThat(restarted.check(NOW)).isEmpty();
        assertThat(restarted.targets(NOW)).containsOnlyKeys("a.exe");
        restarted.publish(List.of(A, B), NOW);
        assertThat(seenByOthers(NOW).targets()).hasSize(2);
    }

    @Test
    void keys_that_were_rotated_away_count_no_more() throws IOException, TufFailure {
        publisher().publish(List.of(A), NOW);
        Path old = copy(metadata(), "old");
        trust.rotate(TufRole.TARGETS, List.of(TestTrust.key(data, "next")), 1, TestTrust.SECRETS, NOW);
        publisher().publish(List.of(), NOW);
        replace(old, metadata());
        TufPublisher restarted = publisher();
        assertThat(restarted.check(NOW)).isPresent();
        assertThat(restarted.targets(NOW)).isEmpty();
    }

    /** What somebody may do to the files of a stopped server. */
    enum Lie {
        ROLLBACK(TufFailure.Kind.OLDER),
        FROZEN(TufFailure.Kind.FROZEN),
        MIXED_TARGETS(TufFailure.Kind.MIXED),
        LARGER(TufFailure.Kind.TOO_LARGE),
        CHANGED_BYTE(TufFailure.Kind.MIXED),
        TIMESTAMP_GONE(TufFailure.Kind.MISSING),
        OTHER_KEYS(TufFailure.Kind.SIGNATURE),
        OTHER_REPOSITORY(TufFailure.Kind.MIXED),
        OTHER_TRUST(TufFailure.Kind.SIGNATURE);

        private final TufFailure.Kind kind;

        Lie(TufFailure.Kind kind) {
            this.kind = kind;
        }
    }

    @ParameterizedTest
    @EnumSource(Lie.class)
    void a_lie_is_set_aside_vouches_for_nothing_and_the_next_state_is_newer_for_others(Lie lie)
            throws IOException, TufFailure {
        TufPublisher publisher = publisher();
        publisher.publish(List.of(A), NOW);
        Path older = copy(metadata(), "older");
        publisher.publish(List.of(A, B), NOW);
        int seen = seenByOthers(NOW).version();
        Instant now = lie == Lie.FROZEN ? NOW.plus(Duration.ofDays(4)) : NOW;
        switch (lie) {
            case ROLLBACK -> replace(older, metadata());
            case FROZEN -> {}
            case MIXED_TARGETS ->
                Files.copy(
                        newest(older, "targets"), newest(metadata(), "targets"), StandardCopyOption.REPLACE_EXISTING);
            case LARGER ->
                Files.writeString(
                        newest(metadata(), "targets"), Files.readString(newest(metadata(), "targets")) + "    ");
            case CHANGED_BYTE -> {
                Path file = newest(metadata(), "targets");
                Files.writeString(file, Files.readString(file).replace("\"length\":4", "\"length\":5"));
            }
            case TIMESTAMP_GONE -> Files.delete(metadata().resolve("timestamp.json"));
            case OTHER_KEYS -> {
                Path stranger = data.resolve("stranger");
                TestTrust.init(stranger, NOW);
                new TufPublisher(stranger, "orders", TestTrust.keys(stranger), Lifetimes.ONLINE)
                        .publish(List.of(A, B), NOW);
                replace(TufPublisher.folder(stranger, "orders"), metadata());
            }
            case OTHER_REPOSITORY -> {
                new TufPublisher(data, "mirror", TestTrust.keys(data), Lifetimes.ONLINE).publish(List.of(A, B), NOW);
                replace(TufPublisher.folder(data, "mirror"), metadata());
            }
            case OTHER_TRUST -> {
                Files.move(data.resolve("trust"), data.resolve("trust.old"));
                trust = TestTrust.init(data, NOW.plusSeconds(1));
                anchor = trust.anchor();
            }
        }
        TufPublisher restarted = publisher();
        Optional<TufPublisher.SetAside> aside = restarted.check(now);
        assertThat(aside).isPresent();
        assertThat(restarted.targets(now)).isEmpty();
        assertThat(data.resolve("signed/orders.refused")).isDirectory();
        assertThat(metadata()).doesNotExist();
        assertThat(kind(lie, now)).isEqualTo(lie.kind);
        restarted.publish(List.of(B), now);
        if (lie != Lie.OTHER_TRUST) {
            assertThat(seenByOthers(now).version()).isGreaterThan(seen);
        }
        assertThat(restarted.targets(now)).containsOnlyKeys("b.exe");
    }

    /** What a client says to what was set aside. */
    private TufFailure.Kind kind(Lie lie, Instant now) throws IOException {
        Path memory = lie == Lie.OTHER_TRUST ? data.resolve("fresh") : data.resolve("other");
        try {
            TufClient.open(memory, "orders", anchor)
                    .update(TufSource.folder(data.resolve("signed/orders.refused")), now);
        } catch (TufFailure e) {
            return e.kind();
        }
        throw new AssertionError("believed");
    }

    @Test
    void a_change_of_the_files_or_of_the_trust_is_found_while_the_server_runs() throws IOException, TufFailure {
        TufPublisher running = publisher();
        running.publish(List.of(A), NOW);
        assertThat(running.check(NOW)).isEmpty();
        Path targets = newest(metadata(), "targets");
        Files.writeString(targets, Files.readString(targets).replace("\"length\":3", "\"length\":4"));
        assertThat(running.check(NOW)).isPresent();
        assertThat(running.targets(NOW)).isEmpty();
        running.publish(List.of(A), NOW);
        assertThat(running.check(NOW)).isEmpty();
        Files.move(data.resolve("trust"), data.resolve("trust.old"));
        TestTrust.init(data, NOW.plusSeconds(1));
        assertThat(running.check(NOW)).isPresent();
        assertThat(running.targets(NOW)).isEmpty();
    }

    @Test
    void an_interrupted_first_signature_is_no_lie() throws IOException, TufFailure {
        Files.createDirectories(metadata());
        Files.writeString(metadata().resolve("1.root.json"), "half", UTF_8);
        TufPublisher publisher = publisher();
        assertThat(publisher.check(NOW)).isEmpty();
        publisher.publish(List.of(A), NOW);
        assertThat(seenByOthers(NOW).targets()).hasSize(1);
    }

    @Test
    void an_expired_root_signs_nothing_and_says_what_to_do() throws IOException, TufFailure {
        publisher().publish(List.of(A), NOW);
        Instant late = NOW.plus(TrustFolder.ROOT_LIFETIME).plusSeconds(1);
        TufPublisher publisher = publisher();
        publisher.check(late);
        assertThatThrownBy(() -> publisher.publish(List.of(A), late))
                .isInstanceOf(TufFailure.class)
                .hasMessageContaining("trust rotate root");
        assertThat(publisher.targets(late)).isEmpty();
    }

    private static Path newest(Path folder, String role) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().endsWith("." + role + ".json"))
                    .max(java.util.Comparator.naturalOrder())
                    .orElseThrow();
        }
    }

    private Path copy(Path from, String to) throws IOException {
        Path there = data.resolve("copies").resolve(to);
        replace(from, there);
        return there;
    }

    private static void replace(Path from, Path to) throws IOException {
        if (Files.exists(to)) {
            try (Stream<Path> files = Files.list(to)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
