/**
 * Machines' answers in: systeminfo, hotfix lists, osquery, nmap, inventory exports. All input is hostile; what cannot be
 * read becomes a complaint with file and line, never a guess.
 */
@NullMarked
package dev.firebreak.app.collect;

import org.jspecify.annotations.NullMarked;
