package dev.firebreak.app.io;

import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;

/** Rows of a CSV (RFC 4180), one at a time; a field as large as memory is cut off and told. */
public final class CsvReader {

    private static final int MAX_FIELDS = 256;
    private static final int MAX_CHARS = 1 << 18;

    private final Reader in;
    private final char[] buffer = new char[1 << 16];
    private int at;
    private int end;

    private char[] row = new char[1 << 12];
    private int length;
    private int[] ends = new int[16];
    private int fields;
    private String[] kept = new String[16];

    private long line = 1;
    private long rowLine;
    private boolean broken;
    private boolean garbled;

    public CsvReader(Reader in) {
        this.in = in;
    }

    /** Goes to the next row; false at the end. */
    public boolean next() throws IOException {
        length = 0;
        fields = 0;
        broken = false;
        garbled = false;
        rowLine = line;
        int c = read();
        if (c < 0) {
            return false;
        }
        while (true) {
            c = c == '"' ? quoted() : plain(c);
            endField();
            if (c != ',') {
                break;
            }
            c = read();
        }
        if (c == '\r') {
            c = read();
            if (c >= 0 && c != '\n') {
                at--;
            }
        }
        line++;
        return true;
    }

    /** Line on which the row begins. */
    public long line() {
        return rowLine;
    }

    public int fields() {
        return fields;
    }

    /** Whether its quotes or its size make no sense, so that its fields cannot be trusted. */
    public boolean broken() {
        return broken;
    }

    /** Whether bytes of it are not in the encoding. */
    public boolean garbled() {
        return garbled;
    }

    /** A field; the same object as in the row before where it says the same. */
    public String field(int index) {
        if (index >= fields) {
            return "";
        }
        int from = index == 0 ? 0 : ends[index - 1];
        int to = ends[index];
        String before = kept[index];
        if (before != null && same(before, from, to)) {
            return before;
        }
        String now = new String(row, from, to - from);
        kept[index] = now;
        return now;
    }

    private boolean same(String before, int from, int to) {
        if (before.length() != to - from) {
            return false;
        }
        // From the end: neighbours differ in their last digits.
        for (int i = to - 1; i >= from; i--) {
            if (before.charAt(i - from) != row[i]) {
                return false;
            }
        }
        return true;
    }

    private int plain(int first) throws IOException {
        int c = first;
        while (c >= 0 && c != ',' && c != '\n' && c != '\r') {
            add((char) c);
            c = read();
        }
        return c;
    }

    private int quoted() throws IOException {
        while (true) {
            int c = read();
            if (c < 0) {
                broken = true;
                return c;
            }
            if (c == '"') {
                c = read();
                if (c != '"') {
                    if (c >= 0 && c != ',' && c != '\n' && c != '\r') {
                        broken = true;
                        return plain(c);
                    }
                    return c;
                }
            }
            if (c == '\n') {
                line++;
                if (length >= MAX_CHARS) {
                    // A quote nobody closed would swallow the rest of the file: the row ends with its line.
                    line--;
                    return c;
                }
            }
            add((char) c);
        }
    }

    private void add(char c) {
        if (length >= MAX_CHARS) {
            broken = true;
            return;
        }
        if (length == row.length) {
            row = Arrays.copyOf(row, row.length * 2);
        }
        garbled |= c == '\uFFFD';
        row[length++] = c;
    }

    private void endField() {
        if (fields == MAX_FIELDS) {
            broken = true;
            return;
        }
        if (fields == ends.length) {
            ends = Arrays.copyOf(ends, fields * 2);
            kept = Arrays.copyOf(kept, fields * 2);
        }
        ends[fields++] = length;
    }

    private int read() throws IOException {
        if (at == end) {
            end = in.read(buffer, 0, buffer.length);
            at = 0;
            if (end <= 0) {
                end = 0;
                return -1;
            }
        }
        return buffer[at++];
    }
}
