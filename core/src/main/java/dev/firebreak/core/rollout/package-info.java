/** Delivering remedies: which package a machine needs, orders with their states, what an installer's exit code means. */
@NullMarked
package dev.firebreak.core.rollout;

import org.jspecify.annotations.NullMarked;
