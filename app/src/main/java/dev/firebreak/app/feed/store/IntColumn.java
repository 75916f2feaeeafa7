package dev.firebreak.app.feed.store;

import java.util.Arrays;

/** A column of numbers that grows. */
final class IntColumn {

    private int[] values = new int[64];
    private int size;

    void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    int get(int row) {
        return values[row];
    }

    int size() {
        return size;
    }

    int least() {
        int least = size == 0 ? 0 : Integer.MAX_VALUE;
        for (int i = 0; i < size; i++) {
            least = Math.min(least, values[i]);
        }
        return least;
    }

    int most() {
        int most = size == 0 ? 0 : Integer.MIN_VALUE;
        for (int i = 0; i < size; i++) {
            most = Math.max(most, values[i]);
        }
        return most;
    }
}
