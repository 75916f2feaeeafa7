package dev.firebreak.app.mirror.authenticode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Small files of each kind, made here: nothing in them can run. */
public final class UnsignedFiles {

    private UnsignedFiles() {}

    /** A PE file with headers and one section of data. */
    public static byte[] pe(String content) {
        ByteBuffer file = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
        file.putShort(0, (short) 0x5A4D).putInt(0x3C, 0x80).putInt(0x80, 0x4550);
        file.putShort(0x84, (short) 0x14C)
                .putShort(0x86, (short) 1)
                .putShort(0x94, (short) 224)
                .putShort(0x96, (short) 0x102);
        int optional = 0x98;
        file.putShort(optional, (short) 0x10B);
        file.putInt(optional + 16, 0x1000)
                .putInt(optional + 28, 0x400000)
                .putInt(optional + 32, 0x1000)
                .putInt(optional + 36, 0x200);
        file.putShort(optional + 40, (short) 5)
                .putShort(optional + 42, (short) 1)
                .putShort(optional + 48, (short) 4);
        file.putInt(optional + 56, 0x2000)
                .putInt(optional + 60, 0x200)
                .putShort(optional + 68, (short) 3)
                .putInt(optional + 92, 16);
        int section = optional + 224;
        file.put(section, ".data".getBytes(StandardCharsets.US_ASCII));
        file.putInt(section + 8, 0x200)
                .putInt(section + 12, 0x1000)
                .putInt(section + 16, 0x200)
                .putInt(section + 20, 0x200)
                .putInt(section + 36, 0x40000040);
        file.put(0x200, content.getBytes(StandardCharsets.US_ASCII));
        return file.array();
    }

    /** A cabinet with one file; made by gcab. */
    static Path cab(Path folder, String name) throws Exception {
        Path content = folder.resolve("content.txt");
        Files.writeString(content, "firebreak ".repeat(100));
        Path file = folder.resolve(name);
        TestAuthority.Result result =
                TestAuthority.run(List.of("gcab", "-n", "-c", file.toString(), content.toString()));
        if (result.exit() != 0) {
            throw new IllegalStateException(result.out());
        }
        return file;
    }

    /** An MSI database without tables; made by msibuild. */
    static Path msi(Path folder) throws Exception {
        Path file = folder.resolve("package.msi");
        TestAuthority.Result result =
                TestAuthority.run(List.of("msibuild", file.toString(), "-s", "Package", "Firebreak"));
        if (result.exit() != 0) {
            throw new IllegalStateException(result.out());
        }
        return file;
    }
}
