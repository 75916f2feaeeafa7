package dev.firebreak.core.rollout;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How a package is installed without questions and without a restart, by the ending of its name. An allow list: what has another ending is
 * not installed.
 */
public enum Installer {
    /** {@code /quiet /norestart}: Windows XP and Server 2003 hotfixes (KB262841). */
    EXE,
    /** {@code wusa.exe FILE /quiet /norestart}: Vista and later (KB934307). */
    MSU,
    /** {@code dism.exe /online /add-package /packagepath:FILE /quiet /norestart}. */
    CAB,
    /** {@code msiexec.exe /i FILE /quiet /norestart}. */
    MSI;

    /** Name in our own formats, which is also the ending. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one for a file of that name; empty where nothing of ours installs it. */
    public static Optional<Installer> of(String file) {
        String lower = file.toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).filter(i -> lower.endsWith("." + i.id())).findFirst();
    }
}
