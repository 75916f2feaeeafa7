package dev.firebreak.core.advisory;

/** What a Windows is sold for; one build can be all three (10.0.14393 is Windows 10 1607 and Server 2016). */
public enum Platform {
    CLIENT,
    SERVER,
    EMBEDDED
}
