package dev.firebreak.app.collect.bulk;

import dev.firebreak.app.collect.format.inventory.InventoryRecords;
import java.util.Arrays;

/**
 * One line of our inventory format read where it lies, without making objects of it. It reads the plain form that programs
 * write; whatever is unusual (an escape, a field it does not know, another type, the same field twice) makes it give up, and
 * {@link InventoryRecords} reads the line instead. So it may be incomplete, and never wrong.
 */
final class FastRecord extends JsonCursor {

    private static final Word ADDRESSES = new Word("addresses");
    private static final Word ARCHITECTURE = new Word("architecture");
    private static final Word BOOTED_AT = new Word("bootedAt");
    private static final Word CAPTION = new Word("caption");
    private static final Word COLLECTED_AT = new Word("collectedAt");
    private static final Word COMPLETE = new Word("complete");
    private static final Word DISPLAY_LANGUAGE = new Word("displayLanguage");
    private static final Word FALSE = new Word("false");
    private static final Word FILES = new Word("files");
    private static final Word HARDWARE_ID = new Word("hardwareId");
    private static final Word HOTFIXES = new Word("hotfixes");
    private static final Word IDS = new Word("ids");
    private static final Word LANGUAGE = new Word("language");
    private static final Word MACHINE = new Word("machine");
    private static final Word OS = new Word("os");
    private static final Word PLATFORM = new Word("platform");
    private static final Word PRODUCT_ID = new Word("productId");
    private static final Word REVISION = new Word("revision");
    private static final Word ROLES = new Word("roles");
    private static final Word SEGMENT = new Word("segment");
    private static final Word SERVICE_PACK = new Word("servicePack");
    private static final Word SITE = new Word("site");
    private static final Word SMB1 = new Word("smb1");
    private static final Word TRUE = new Word("true");
    private static final Word VERSION = new Word("version");
    private static final int LARGEST_KB = 99_999_999;

    final ByteSpan machine = new ByteSpan();
    final ByteSpan collectedAt = new ByteSpan();
    final ByteSpan site = new ByteSpan();
    final ByteSpan segment = new ByteSpan();
    final ByteSpan addresses = new ByteSpan();
    final ByteSpan roles = new ByteSpan();

    /** The same, in the order of {@link LineTemplate.Placeholder}. */
    final ByteSpan[] spans = {machine, collectedAt, site, segment, addresses, roles};

    /** What tells the machine's state but for its hotfixes: the number of its system, else names and values as they stand. */
    byte[] state = new byte[1024];

    int stateLength;
    boolean listed;
    boolean complete;

    /** What the state is told by, as it stands. */
    final ByteSpan os = new ByteSpan();

    final ByteSpan files = new ByteSpan();
    final ByteSpan smb1 = new ByteSpan();

    final UpdateNumbers updates = new UpdateNumbers();

    private final OsTable systems;
    private final ByteKey probe = new ByteKey();
    private int seen;

    /** Whether the system tells something that no other machine shares. */
    private boolean own;

    /** @param systems numbers of systems that were read; all who compare states share them */
    FastRecord(OsTable systems) {
        this.systems = systems;
    }

    /**
     * Reads a record that begins at a place and ends with its line, wherever that is; false where it is unusual, or not all
     * of it is there. {@link #at} is then where it ended.
     *
     * @param to where the bytes end
     */
    boolean read(byte[] bytes, int from, int to) {
        over(bytes, from, to);
        seen = 0;
        stateLength = 0;
        listed = false;
        complete = false;
        updates.clear();
        for (ByteSpan span : spans) {
            span.clear();
        }
        files.clear();
        smb1.clear();
        blanks();
        if (!fields(true)) {
            return false;
        }
        blanks();
        if (at < end && buffer[at] == '\r') {
            at++;
        }
        return (at == end || buffer[at] == '\n') && !machine.isEmpty() && (seen & bit(3)) != 0;
    }

    private boolean fields(boolean top) {
        if (!take('{')) {
            return false;
        }
        blanks();
        if (take('}')) {
            return true;
        }
        int inside = 0;
        do {
            blanks();
            int name = at;
            if (!string(false)) {
                return false;
            }
            int nameEnd = at;
            blanks();
            if (!take(':')) {
                return false;
            }
            blanks();
            int field = top ? topField(name + 1, nameEnd - 1) : osField(name + 1, nameEnd - 1);
            if (field < 0) {
                return false;
            }
            int bit = bit(field);
            if (((top ? seen : inside) & bit) != 0) {
                return false;
            }
            if (top) {
                seen |= bit;
            } else {
                inside |= bit;
            }
            if (!(top ? topValue(field) : osValue(field, name, nameEnd))) {
                return false;
            }
            blanks();
        } while (take(','));
        return take('}');
    }

    private static int bit(int field) {
        return 1 << field;
    }

    private int topField(int from, int to) {
        return switch (to - from) {
            case 2 -> is(from, OS) ? 3 : -1;
            case 4 -> is(from, SITE) ? 4 : is(from, SMB1) ? 9 : -1;
            case 5 -> is(from, FILES) ? 8 : is(from, ROLES) ? 7 : -1;
            case 7 -> is(from, MACHINE) ? 1 : is(from, SEGMENT) ? 5 : -1;
            case 8 -> is(from, HOTFIXES) ? 10 : -1;
            case 9 -> is(from, ADDRESSES) ? 6 : -1;
            case 10 -> is(from, HARDWARE_ID) ? 11 : -1;
            case 11 -> is(from, COLLECTED_AT) ? 2 : -1;
            default -> -1;
        };
    }

    private boolean topValue(int field) {
        int from = at;
        return switch (field) {
            case 1 -> name();
            case 2 -> time();
            case 3 -> system() && os.set(from, at, true);
            case 4 -> text(site);
            case 5 -> text(segment);
            case 6 -> texts(addresses);
            case 7 -> texts(roles);
            case 8 -> nested() && files.set(from, at, true) && mark('f') && keep(from, at);
            case 9 -> string(false) && smb1.set(from, at, true) && mark('s') && keep(from, at);
            case 10 -> hotfixes();
            // Which machine it is matters only where there are two accounts of a name.
            case 11 -> string(false);
            default -> false;
        };
    }

    private boolean name() {
        int from = at;
        return string(true)
                && at - from >= 3
                && at - from <= 250
                && buffer[from + 1] != ' '
                && buffer[at - 2] != ' '
                && machine.set(from, at, !foreign);
    }

    private boolean time() {
        int from = at;
        return string(false) && isTime(from + 1, at - 1) && collectedAt.set(from, at, true);
    }

    /** A system that was read before, byte for byte, has a number; only one that is new is read field by field. */
    private boolean system() {
        int from = at;
        int to = systems.isTired() ? from : after('}');
        if (to > from) {
            probe.set(buffer, from, to);
            int number = systems.number(probe);
            if (number > 0) {
                at = to;
                return mark('n') && keep(number);
            }
        }
        int before = stateLength;
        own = false;
        if (!mark('o') || !fields(false)) {
            return false;
        }
        if (at == to && !own) {
            int number = systems.learn(probe);
            if (number > 0) {
                stateLength = before;
                return mark('n') && keep(number);
            }
        }
        return true;
    }

    private int osField(int from, int to) {
        return switch (to - from) {
            case 7 -> is(from, CAPTION) ? 0 : is(from, VERSION) ? 1 : -1;
            case 8 ->
                is(from, REVISION) ? 4 : is(from, LANGUAGE) ? 5 : is(from, PLATFORM) ? 7 : is(from, BOOTED_AT) ? 8 : -1;
            case 9 -> is(from, PRODUCT_ID) ? 9 : -1;
            case 11 -> is(from, SERVICE_PACK) ? 2 : -1;
            case 12 -> is(from, ARCHITECTURE) ? 3 : -1;
            case 15 -> is(from, DISPLAY_LANGUAGE) ? 6 : -1;
            default -> -1;
        };
    }

    private boolean osValue(int field, int name, int nameEnd) {
        int from = at;
        if (field == 8) {
            // When it booted and which copy of Windows it is matter only where there are two accounts of a machine.
            own = true;
            return string(false) && isTime(from + 1, at - 1);
        }
        if (field == 9) {
            own = true;
            return string(false);
        }
        boolean read = (field == 2 || field == 4) ? digits() : string(true);
        return read && keep(name, nameEnd) && keep(from, at);
    }

    private boolean hotfixes() {
        if (!take('{')) {
            return false;
        }
        boolean told = false;
        do {
            blanks();
            int name = at;
            if (!string(false)) {
                return false;
            }
            int length = at - name - 2;
            blanks();
            if (!take(':')) {
                return false;
            }
            blanks();
            if (length == 8 && is(name + 1, COMPLETE) && !told) {
                told = true;
                complete = at + 4 <= end && is(at, TRUE);
                if (!complete && !(at + 5 <= end && is(at, FALSE))) {
                    return false;
                }
                at += complete ? 4 : 5;
            } else if (length == 3 && is(name + 1, IDS) && !listed) {
                listed = true;
                if (!ids()) {
                    return false;
                }
            } else {
                return false;
            }
            blanks();
        } while (take(','));
        return take('}') && listed;
    }

    /** {@code ["KB4012212","KB2534111"]}; any other entry is unusual. */
    private boolean ids() {
        if (!take('[')) {
            return false;
        }
        blanks();
        if (take(']')) {
            return true;
        }
        do {
            blanks();
            int number = kb();
            if (number == 0 || !updates.add(number)) {
                return false;
            }
            blanks();
        } while (take(','));
        return take(']');
    }

    /** A quoted number of an update; 0 where something else stands there. */
    private int kb() {
        int sevenDigits = sevenDigitsQuoted("\"KB");
        if (sevenDigits > 0) {
            return sevenDigits;
        }
        if (!take('"') || !take('K') || !take('B')) {
            return 0;
        }
        int first = at;
        int number = 0;
        while (at < end && buffer[at] >= '0' && buffer[at] <= '9' && at - first < 9) {
            number = number * 10 + buffer[at++] - '0';
        }
        return at - first < 5 || number > LARGEST_KB || !take('"') ? 0 : number;
    }

    private boolean text(ByteSpan span) {
        int from = at;
        if (!string(true) || at - from < 3 || buffer[from + 1] == ' ' || buffer[at - 2] == ' ') {
            return false;
        }
        span.set(from, at, !foreign);
        return true;
    }

    /** An array of plain texts in compact form. */
    private boolean texts(ByteSpan span) {
        int from = at;
        if (!take('[')) {
            return false;
        }
        if (!take(']')) {
            do {
                if (!string(false)) {
                    return false;
                }
            } while (take(','));
            if (!take(']')) {
                return false;
            }
        }
        span.set(from, at, true);
        return true;
    }

    /** Tells apart which field follows; no value begins like this. */
    boolean mark(char field) {
        if (stateLength == state.length) {
            state = Arrays.copyOf(state, stateLength * 2);
        }
        state[stateLength++] = (byte) field;
        return true;
    }

    private boolean keep(int number) {
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            mark((char) (number >>> shift & 0xFF));
        }
        return true;
    }

    private boolean keep(int from, int to) {
        int length = to - from;
        if (stateLength + length > state.length) {
            if (stateLength + length > 1 << 16) {
                return false;
            }
            state = Arrays.copyOf(state, (stateLength + length) * 2);
        }
        System.arraycopy(buffer, from, state, stateLength, length);
        stateLength += length;
        return true;
    }
}
