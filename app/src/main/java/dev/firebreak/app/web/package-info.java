/** The server: who may come in, how much they may bring, and what they get to hear when they may not. */
@NullMarked
package dev.firebreak.app.web;

import org.jspecify.annotations.NullMarked;
