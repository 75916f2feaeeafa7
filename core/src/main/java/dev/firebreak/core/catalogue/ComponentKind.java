package dev.firebreak.core.catalogue;

/** What the affected thing that a feed names beside a Windows product is. */
public enum ComponentKind {
    /** An area of Windows, or nothing at all: the product's own updates close it. */
    WINDOWS_ITSELF,

    /** A part of Windows that has, or had, updates of its own: .NET Framework, Internet Explorer, Flash Player. */
    PART,

    /** A product of its own that runs on Windows: Office, SQL Server, Silverlight. It is not examined. */
    SEPARATE_PRODUCT,

    /** A program nobody here knows. It may be on any machine. */
    UNRECOGNIZED
}
