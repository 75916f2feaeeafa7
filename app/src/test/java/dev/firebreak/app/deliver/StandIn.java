package dev.firebreak.app.deliver;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A tiny 64-bit Windows program in place of an installer: prints a text, sleeps, ends with a code, and does nothing else. Made byte by byte
 * (PE/COFF specification), for no compiler for it is at hand everywhere.
 */
final class StandIn {

    private static final int CODE = 0x1000;
    private static final int DESCRIPTORS = 0x1180;
    private static final int ADDRESSES = 0x1200;
    private static final int LOOKUPS = 0x1240;
    private static final int NAMES = 0x1280;
    private static final int TEXT = 0x1300;
    private static final int RAW = 0x200;
    private static final int RAW_BYTES = 0x600;
    private static final String[] FUNCTIONS = {"ExitProcess", "Sleep", "GetStdHandle", "WriteFile"};

    private final ByteBuffer file = ByteBuffer.allocate(RAW + RAW_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    private StandIn() {}

    /** One that ends with a code at once. */
    static byte[] ending(int code) {
        return of("", Duration.ZERO, code);
    }

    /** One that never ends by itself in the time of a test. */
    static byte[] hanging() {
        return of("", Duration.ofMinutes(10), 0);
    }

    /** One that prints a text of at most 700 ASCII characters. */
    static byte[] printing(String text, int code) {
        return of(text, Duration.ZERO, code);
    }

    private static byte[] of(String text, Duration sleep, int code) {
        var made = new StandIn();
        made.headers();
        made.imports();
        made.code(text.getBytes(StandardCharsets.US_ASCII), (int) sleep.toMillis(), code);
        return made.file.array();
    }

    private void headers() {
        file.putShort(0, (short) 0x5A4D).putInt(0x3C, 0x40);
        file.position(0x40);
        file.putInt(0x4550)
                .putShort((short) 0x8664)
                .putShort((short) 1)
                .putInt(0)
                .putInt(0)
                .putInt(0);
        file.putShort((short) 240).putShort((short) 0x22);
        file.putShort((short) 0x20B)
                .putShort((short) 0)
                .putInt(RAW_BYTES)
                .putInt(0)
                .putInt(0)
                .putInt(CODE)
                .putInt(CODE);
        file.putLong(0x140000000L).putInt(0x1000).putInt(0x200);
        file.putShort((short) 5)
                .putShort((short) 2)
                .putInt(0)
                .putShort((short) 5)
                .putShort((short) 2)
                .putInt(0);
        file.putInt(0x2000).putInt(RAW).putInt(0).putShort((short) 3).putShort((short) 0);
        file.putLong(1 << 20)
                .putLong(1 << 12)
                .putLong(1 << 20)
                .putLong(1 << 12)
                .putInt(0)
                .putInt(16);
        file.putLong(0).putInt(DESCRIPTORS).putInt(40);
        file.position(file.position() + 14 * 8);
        file.put(".text\0\0\0".getBytes(StandardCharsets.US_ASCII));
        file.putInt(RAW_BYTES)
                .putInt(CODE)
                .putInt(RAW_BYTES)
                .putInt(RAW)
                .putInt(0)
                .putInt(0)
                .putInt(0)
                .putInt(0xE0000020);
    }

    private StandIn at(int address) {
        file.position(address - CODE + RAW);
        return this;
    }

    private void imports() {
        at(DESCRIPTORS).file.putInt(LOOKUPS).putInt(0).putInt(0).putInt(NAMES).putInt(ADDRESSES);
        at(NAMES).file.put("kernel32.dll\0\0\0\0".getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < FUNCTIONS.length; i++) {
            int name = NAMES + 16 + i * 16;
            at(name).file.putShort((short) 0).put((FUNCTIONS[i] + "\0").getBytes(StandardCharsets.US_ASCII));
            at(LOOKUPS + i * 8).file.putLong(name);
            at(ADDRESSES + i * 8).file.putLong(name);
        }
    }

    private void code(byte[] text, int sleepMillis, int code) {
        at(TEXT).file.put(text);
        at(CODE).bytes(0x48, 0x83, 0xEC, 0x38); // sub rsp, 56
        if (text.length > 0) {
            bytes(0xB9).file.putInt(-11); // mov ecx, STD_OUTPUT_HANDLE
            call(2);
            bytes(0x48, 0x89, 0xC1, 0x48, 0x8D, 0x15); // mov rcx, rax; lea rdx, [text]
            file.putInt(TEXT - here() - 4);
            bytes(0x41, 0xB8).file.putInt(text.length); // mov r8d, length
            bytes(0x4C, 0x8D, 0x4C, 0x24, 0x30); // lea r9, [rsp + 48]
            bytes(0x48, 0xC7, 0x44, 0x24, 0x20).file.putInt(0); // mov qword [rsp + 32], 0
            call(3);
        }
        if (sleepMillis > 0) {
            bytes(0xB9).file.putInt(sleepMillis);
            call(1);
        }
        bytes(0xB9).file.putInt(code);
        call(0);
    }

    private int here() {
        return file.position() - RAW + CODE;
    }

    private void call(int function) {
        bytes(0xFF, 0x15);
        file.putInt(ADDRESSES + function * 8 - here() - 4);
    }

    private StandIn bytes(int... bytes) {
        for (int b : bytes) {
            file.put((byte) b);
        }
        return this;
    }

    /** Writes one to a file: {@code CODE FILE [TEXT]}; -1 hangs. */
    public static void main(String... args) throws java.io.IOException {
        java.nio.file.Files.write(
                java.nio.file.Path.of(args[1]),
                args[0].equals("-1")
                        ? hanging()
                        : printing(
                                args.length > 2 ? args[2].replace("\\n", "\r\n") : "", (int) Long.parseLong(args[0])));
    }
}
