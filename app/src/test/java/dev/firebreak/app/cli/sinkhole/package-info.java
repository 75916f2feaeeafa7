/** Tests of the command {@code sinkhole}. */
package dev.firebreak.app.cli.sinkhole;
