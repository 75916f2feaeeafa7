/** The server from the outside: who comes in, what is refused, and what it says then. */
package dev.firebreak.app.web;
