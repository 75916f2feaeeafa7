@org.jspecify.annotations.NullUnmarked
package dev.firebreak.app.web.limits;
