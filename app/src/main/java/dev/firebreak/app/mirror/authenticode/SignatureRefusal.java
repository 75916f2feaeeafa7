package dev.firebreak.app.mirror.authenticode;

import dev.firebreak.core.text.Text;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Why a signature is not believed. */
public final class SignatureRefusal extends Exception {

    private static final long serialVersionUID = 1;

    /** What is wrong. */
    public enum Kind {
        /** There is no signature. */
        UNSIGNED,
        /** The file is no PE, CAB or MSI file, or its structure contradicts itself. */
        LAYOUT,
        /** Bytes that no signature covers. */
        APPENDED,
        /** The content is not what was signed. */
        DIGEST,
        /** The signature itself is not valid. */
        SIGNATURE,
        /** An algorithm or key that is too weak for that time. */
        ALGORITHM,
        /** No chain to a root that counts. */
        CHAIN,
        /** A certificate was not valid at the time that counts. */
        EXPIRED,
        /** A certificate that may not sign code, or not certificates. */
        USAGE,
        /** Listed in a revocation list that was given. */
        REVOKED,
        /** The time stamp is not valid. */
        TIMESTAMP,
        /** Genuine, and of another publisher. */
        PUBLISHER
    }

    private final Kind kind;
    private final transient Text text;

    public SignatureRefusal(Kind kind, Text text) {
        super(kind + ": " + text.en(), null, false, false);
        this.kind = kind;
        this.text = text;
    }

    public Kind kind() {
        return kind;
    }

    /** For people. */
    public Text text() {
        return text;
    }

    /** The day of a moment, UTC, as each language writes it. */
    static Text day(Instant moment) {
        return Text.date(LocalDate.ofInstant(moment, ZoneOffset.UTC));
    }

    static SignatureRefusal layout(String en, String ja) {
        return new SignatureRefusal(Kind.LAYOUT, new Text(en, ja));
    }

    static SignatureRefusal unsigned() {
        return new SignatureRefusal(Kind.UNSIGNED, new Text("the file carries no signature", "ファイルに署名がありません"));
    }

    static SignatureRefusal appended() {
        return new SignatureRefusal(
                Kind.APPENDED, new Text("data that the signature does not cover follow it", "署名の対象外のデータが追加されています"));
    }
}
