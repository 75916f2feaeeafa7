/** DNS messages and HTTP requests in datagrams and streams. */
@NullMarked
package dev.firebreak.app.capture.application;

import org.jspecify.annotations.NullMarked;
