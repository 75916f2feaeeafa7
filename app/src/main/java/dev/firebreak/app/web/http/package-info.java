/** Building blocks of requests and responses: origins, limits on bodies and headers, problems, languages. */
@NullMarked
package dev.firebreak.app.web.http;

import org.jspecify.annotations.NullMarked;
