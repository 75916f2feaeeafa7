/** What programs and machines ask of the control room: check-in, REST, streams and their description in OpenAPI. */
@NullMarked
package dev.firebreak.app.web.api;

import org.jspecify.annotations.NullMarked;
