package dev.firebreak.app.collect.classify;

import dev.firebreak.app.collect.format.CollectTexts;
import dev.firebreak.app.collect.format.DecodedFile;
import dev.firebreak.app.collect.format.Format;
import dev.firebreak.core.text.Text;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/** What a file is. {@link FileClassifier} decides it, once, for files of a folder and for check-ins. */
public sealed interface FileContent {

    /** A file that holds no evidence; the problem says why and what to do. */
    sealed interface Unusable extends FileContent {
        Text problem();
    }

    /** No bytes, or blanks only. */
    record Empty() implements Unusable {
        @Override
        public Text problem() {
            return CollectTexts.EMPTY;
        }
    }

    /** An archive, a program, a picture or another kind of file that its first bytes name. */
    record KnownBinary(Text problem) implements Unusable {}

    /** Bytes that are no text in any encoding. */
    record UnknownBinary() implements Unusable {
        @Override
        public Text problem() {
            return CollectTexts.BINARY;
        }
    }

    /** Larger than the output of one machine can be, and no inventory. */
    record TooLarge() implements Unusable {
        @Override
        public Text problem() {
            return CollectTexts.TOO_LARGE;
        }
    }

    /** An inventory as NDJSON, of any size. */
    record Ndjson(Charset charset) implements FileContent {}

    /** An inventory as NDJSON whose bytes do not say so: UTF-16 without a byte order mark. */
    record DecodedNdjson(String text) implements FileContent {}

    /**
     * A text of limited size.
     *
     * @param format that reads it; null where none fits. The text may then still name machines that could not be reached
     */
    record Document(DecodedFile file, @Nullable Format format) implements FileContent {}
}
