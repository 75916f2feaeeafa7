package dev.firebreak.app.probe.smb;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What codes of status mean to the questions that are asked (MS-ERREF 2.3.1). Allow lists: any other code says nothing. */
final class SmbStatus {

    static final String GUEST = "Guest";

    static final long SUCCESS = 0;
    private static final long INSUFFICIENT_RESOURCES = 0xC000_0205L;
    private static final long ACCESS_DENIED = 0xC000_0022L;
    private static final long INVALID_HANDLE = 0xC000_0008L;

    /**
     * Access denied, no such user, wrong password, logon failure, account restriction, logon type not granted, account disabled, account
     * locked.
     */
    private static final Set<Long> REFUSED = Set.of(
            ACCESS_DENIED,
            0xC000_0064L,
            0xC000_006AL,
            0xC000_006DL,
            0xC000_006EL,
            0xC000_015BL,
            0xC000_0072L,
            0xC000_0234L);

    private SmbStatus() {}

    /** Whether an account was let in; null where the code says neither. */
    static @Nullable Boolean letIn(long status) {
        if (status == SUCCESS) {
            return true;
        }
        return REFUSED.contains(status) ? false : null;
    }

    /**
     * What PeekNamedPipe on handle 0 came to. The three codes are those of Microsoft's fix as scanners of several makers read them; they
     * are the only ones that say something.
     */
    static SmbPatch patch(long status) {
        if (status == INSUFFICIENT_RESOURCES) {
            return SmbPatch.VULNERABLE;
        }
        return status == ACCESS_DENIED || status == INVALID_HANDLE ? SmbPatch.NOT_VULNERABLE : SmbPatch.UNKNOWN;
    }

    /** {@code 0xC0000205}. */
    static String shown(long status) {
        return "0x%08X".formatted(status);
    }
}
