/** {@code sinkhole}: the command line of the kill switch's sinkhole and of the list of machines that called it. */
@NullMarked
package dev.firebreak.app.cli.sinkhole;

import org.jspecify.annotations.NullMarked;
