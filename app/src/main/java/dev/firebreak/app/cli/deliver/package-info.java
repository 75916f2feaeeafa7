/** The command {@code deliver}: distribution lists, offline media, Ansible and WSUS files, and results that come back. */
@NullMarked
package dev.firebreak.app.cli.deliver;

import org.jspecify.annotations.NullMarked;
