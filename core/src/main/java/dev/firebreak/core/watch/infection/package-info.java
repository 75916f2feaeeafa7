/** Which machines called a kill switch: leads to infected machines, never proof, and what persons found out about each. */
@NullMarked
package dev.firebreak.core.watch.infection;

import org.jspecify.annotations.NullMarked;
