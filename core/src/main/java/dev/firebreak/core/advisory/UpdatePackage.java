package dev.firebreak.core.advisory;

import org.jspecify.annotations.Nullable;

/**
 * One file that installs an update.
 *
 * @param architecture null where that of the machine is not known
 * @param language three letters as in the file's name ({@code ENU}); null where the file serves all languages
 * @param file name of the file; null where none could be confirmed
 * @param sha1 40 hex digits; null where not known
 * @param url where the vendor serves it; null where not known
 */
public record UpdatePackage(
        @Nullable Architecture architecture,
        @Nullable String language,
        @Nullable String file,
        @Nullable String sha1,
        @Nullable String url) {}
