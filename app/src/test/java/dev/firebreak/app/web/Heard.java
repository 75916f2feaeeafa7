package dev.firebreak.app.web;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the server writes into its log while it is open. */
public final class Heard extends Handler implements AutoCloseable {

    private static final Logger ROOT = Logger.getLogger("firebreak");

    public final List<String> lines = new CopyOnWriteArrayList<>();

    public Heard() {
        ROOT.setLevel(Level.ALL);
        ROOT.setUseParentHandlers(false);
        ROOT.addHandler(this);
    }

    @Override
    public void publish(LogRecord record) {
        lines.add(record.getMessage() + " " + record.getThrown());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        ROOT.removeHandler(this);
        ROOT.setUseParentHandlers(true);
        ROOT.setLevel(Level.SEVERE);
    }
}
