/** Lists of installed updates as tables, property lists and CSV: which rows prove that an update is installed. */
@NullMarked
package dev.firebreak.app.collect.format.table;

import org.jspecify.annotations.NullMarked;
