package dev.firebreak.app.notify;

import dev.firebreak.core.notice.Audience;
import dev.firebreak.core.text.Language;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Notices to send. */
final class Parcels {

    static final Instant NOW = Instant.parse("2026-11-23T01:00:00Z");

    private Parcels() {}

    static OutgoingNotice japanese(String id) {
        return new OutgoingNotice(
                id,
                NOW,
                Audience.ADMINISTRATORS,
                Language.JA,
                List.of("vulnerable_again"),
                "【Firebreak】MS17-010: 再び未適用 3 台（髙橋・①・𠮷野）",
                "システム管理者 各位\n\nお疲れさまです。Firebreak（自動通知）です。\n<script>alert(1)</script> & \"x\"\n.\n.. dots\n",
                Map.of("vulnerable_again", 3));
    }
}
