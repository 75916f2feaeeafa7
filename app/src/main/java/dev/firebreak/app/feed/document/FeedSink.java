package dev.firebreak.app.feed.document;

import dev.firebreak.core.advisory.CveFact;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.advisory.UpdatePackage;
import dev.firebreak.core.catalogue.VendorStatement;
import dev.firebreak.core.text.Text;
import org.jspecify.annotations.Nullable;

/** Takes what a reader finds, piece by piece. */
public interface FeedSink {

    /**
     * Names the document, so that a newer edition takes the place of an older one.
     *
     * @param id the same in every edition: {@code 2017-Mar}
     * @param edition what orders the editions, a time mostly; null where the document does not say
     */
    void document(FeedKind kind, String id, @Nullable String edition);

    /** @param line where it stands; 0 where the reader cannot tell */
    void statement(VendorStatement statement, long line);

    default void statement(VendorStatement statement) {
        statement(statement, 0);
    }

    void fact(CveFact fact);

    void file(Kb kb, UpdatePackage file);

    void lifecycle(Lifecycle row);

    /** Something could not be used; the rest goes on. */
    void addProblem(long line, Text what);

    /** The document ends here though it should not: what follows is not known. */
    void cutShort(long line, Text what);
}
