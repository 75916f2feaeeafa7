package dev.firebreak.app.store;

import java.util.function.Supplier;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;

/** Reads, and tells an accident of the database as what it means: full, away or damaged, and not as a bug. */
final class SqlReader {

    private final SqlDialect dialect;
    private final Jdbi jdbi;

    SqlReader(SqlDialect dialect, Jdbi jdbi) {
        this.dialect = dialect;
        this.jdbi = jdbi;
    }

    <R, X extends Exception> R withHandle(HandleCallback<R, X> work) throws X {
        try {
            return jdbi.withHandle(work);
        } catch (RuntimeException e) {
            throw dialect.meaning(e);
        }
    }

    <X extends Exception> void useHandle(HandleConsumer<X> work) throws X {
        withHandle(handle -> {
            work.useHandle(handle);
            return true;
        });
    }

    <R, X extends Exception> R inTransaction(HandleCallback<R, X> work) throws X {
        try {
            return jdbi.inTransaction(work);
        } catch (RuntimeException e) {
            throw dialect.meaning(e);
        }
    }

    <X extends Exception> void useTransaction(HandleConsumer<X> work) throws X {
        inTransaction(handle -> {
            work.useHandle(handle);
            return true;
        });
    }

    /** Something that reads by other means. */
    <T> T meaning(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            throw dialect.meaning(e);
        }
    }
}
