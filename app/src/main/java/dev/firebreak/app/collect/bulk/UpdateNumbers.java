package dev.firebreak.app.collect.bulk;

import java.util.Arrays;

/** Numbers of the updates of one list, as they are listed; filled again and again. */
final class UpdateNumbers {

    private static final int MAX = 4096;

    /** The numbers, so many as {@link #count} says. */
    int[] numbers = new int[256];

    int count;
    private int[] slots = new int[256];

    void clear() {
        count = 0;
    }

    /** Adds one; false where there are too many. */
    boolean add(int number) {
        if (count == MAX) {
            return false;
        }
        if (count == numbers.length) {
            numbers = Arrays.copyOf(numbers, numbers.length * 2);
        }
        numbers[count++] = number;
        return true;
    }

    /** Whether at least so many different updates are listed; for a few. */
    boolean distinctAtLeast(int least) {
        int different = 0;
        for (int i = 0; i < count && different < least; i++) {
            int j = 0;
            while (j < i && numbers[j] != numbers[i]) {
                j++;
            }
            if (j == i) {
                different++;
            }
        }
        return different >= least;
    }

    /** How many different updates are listed. */
    int distinct() {
        int ascending = 1;
        while (ascending < count && numbers[ascending - 1] < numbers[ascending]) {
            ascending++;
        }
        if (ascending >= count) {
            return count;
        }
        int size = Integer.highestOneBit(count) * 4;
        if (slots.length < size) {
            slots = new int[size];
        } else {
            Arrays.fill(slots, 0, size, 0);
        }
        int different = 0;
        for (int i = 0; i < count; i++) {
            int slot = (numbers[i] * 0x9E3779B9) >>> 8 & size - 1;
            while (slots[slot] != 0 && slots[slot] != numbers[i]) {
                slot = slot + 1 & size - 1;
            }
            if (slots[slot] == 0) {
                slots[slot] = numbers[i];
                different++;
            }
        }
        return different;
    }
}
