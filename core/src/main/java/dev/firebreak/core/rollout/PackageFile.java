package dev.firebreak.core.rollout;

import dev.firebreak.core.advisory.Kb;

/**
 * A package that is there, proven genuine, and can be handed out.
 *
 * @param file its name, safe in a path ({@link PackageName#isSafe})
 * @param bytes its size
 * @param sha256 64 hex digits in lower case
 */
public record PackageFile(Kb kb, String file, long bytes, String sha256) {
    public PackageFile {
        if (!PackageName.isSafe(file)) {
            throw new IllegalArgumentException("not a name of a package: " + file.length() + " characters");
        }
        if (bytes < 1 || !sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("size or SHA-256 of " + file);
        }
    }
}
