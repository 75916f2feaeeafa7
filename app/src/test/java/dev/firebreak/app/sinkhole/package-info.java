/** Tests of the sinkhole. */
package dev.firebreak.app.sinkhole;
