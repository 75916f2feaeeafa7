/** Delivery: what machines are handed (orders, offline media, Ansible, WSUS), and what they bring back. */
@NullMarked
package dev.firebreak.app.deliver;

import org.jspecify.annotations.NullMarked;
