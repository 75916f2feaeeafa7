package dev.firebreak.app.sinkhole;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The user that this process runs as. Only root may listen on the ports of DNS and HTTP, and nothing after that needs root: on Linux the process
 * becomes another user for good, by setgroups, setgid and setuid of the C library, which change all of its threads.
 */
public final class ProcessUser {

    /** Of struct passwd, on every Linux of 64 bits: name and password are pointers, then come the numbers. */
    private static final long UID_AT = 16;

    private static final long GID_AT = 20;
    private static final long PASSWD_BYTES = 48;

    private ProcessUser() {}

    /** Whether this system lets a process become another user. */
    public static boolean isSupported() {
        return System.getProperty("os.name", "").equals("Linux")
                && List.of("amd64", "aarch64").contains(System.getProperty("os.arch", ""));
    }

    /** Whether the process runs as root. */
    public static boolean isRoot() {
        if (!isSupported()) {
            return false;
        }
        try {
            return (int) function("geteuid", FunctionDescriptor.of(ValueLayout.JAVA_INT))
                            .invokeExact()
                    == 0;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Becomes a user, for good, and gives it a folder with everything in it first.
     *
     * @throws SinkholeFailure where that fails in part or whole; the process must not go on then
     */
    @SuppressWarnings("restricted") // calls of the C library are what this class is for
    static void become(String user, Path folder) {
        if (!isSupported()) {
            throw new SinkholeFailure(SinkholeFailure.Kind.USER, null, user, "Linux only");
        }
        try (Arena arena = Arena.ofConfined()) {
            var entry = (MemorySegment)
                    function("getpwnam", FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS))
                            .invokeExact(arena.allocateFrom(user));
            if (entry.address() == 0) {
                throw new SinkholeFailure(SinkholeFailure.Kind.USER, null, user, "no such user");
            }
            MemorySegment fields = entry.reinterpret(PASSWD_BYTES);
            int uid = fields.get(ValueLayout.JAVA_INT, UID_AT);
            int gid = fields.get(ValueLayout.JAVA_INT, GID_AT);
            own(folder, uid, gid);
            MemorySegment groups = arena.allocateFrom(ValueLayout.JAVA_INT, gid);
            // The groups first: who is no longer root cannot change them.
            check(
                    (int) function(
                                    "setgroups",
                                    FunctionDescriptor.of(
                                            ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS))
                            .invokeExact(1L, groups),
                    user,
                    "setgroups");
            FunctionDescriptor set = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
            check((int) function("setgid", set).invokeExact(gid), user, "setgid");
            check((int) function("setuid", set).invokeExact(uid), user, "setuid");
            if (uid != 0 && (int) function("setuid", set).invokeExact(0) == 0) {
                throw new SinkholeFailure(SinkholeFailure.Kind.USER, null, user, "root could be taken back");
            }
        } catch (SinkholeFailure e) {
            throw e;
        } catch (Throwable e) {
            throw new SinkholeFailure(SinkholeFailure.Kind.USER, e, user, String.valueOf(e.getMessage()));
        }
    }

    private static void check(int result, String user, String call) {
        if (result != 0) {
            throw new SinkholeFailure(SinkholeFailure.Kind.USER, null, user, call);
        }
    }

    private static void own(Path folder, int uid, int gid) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                Files.setAttribute(file, "unix:uid", uid);
                Files.setAttribute(file, "unix:gid", gid);
            }
        }
    }

    @SuppressWarnings("restricted") // calls of the C library are what this class is for
    private static MethodHandle function(String name, FunctionDescriptor type) {
        Linker linker = Linker.nativeLinker();
        SymbolLookup lookup = linker.defaultLookup();
        return linker.downcallHandle(
                lookup.find(name).orElseThrow(() -> new IllegalStateException("not in the C library: " + name)), type);
    }
}
