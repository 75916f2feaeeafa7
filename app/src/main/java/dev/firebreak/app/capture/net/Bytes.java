package dev.firebreak.app.capture.net;

/** Numbers in packets. Whoever calls has checked that the bytes are there. */
public final class Bytes {

    private Bytes() {}

    public static int u8(byte[] b, int at) {
        return b[at] & 0xFF;
    }

    /** Two bytes, the higher first, as on the network. */
    public static int u16(byte[] b, int at) {
        return (b[at] & 0xFF) << 8 | (b[at + 1] & 0xFF);
    }

    /** Four bytes, the highest first. */
    public static int i32(byte[] b, int at) {
        return u16(b, at) << 16 | u16(b, at + 2);
    }

    /** Eight bytes, the highest first. */
    public static long i64(byte[] b, int at) {
        return (long) i32(b, at) << 32 | (i32(b, at + 4) & 0xFFFF_FFFFL);
    }

    /** Two bytes, the lower first, as SMB has them. */
    public static int le16(byte[] b, int at) {
        return (b[at + 1] & 0xFF) << 8 | (b[at] & 0xFF);
    }

    /** Four bytes, the lowest first. */
    public static int le32(byte[] b, int at) {
        return le16(b, at + 2) << 16 | le16(b, at);
    }

    /** Eight bytes, the lowest first. */
    public static long le64(byte[] b, int at) {
        return (long) le32(b, at + 4) << 32 | (le32(b, at) & 0xFFFF_FFFFL);
    }
}
