/**
 * What a daemon needs whatever it serves: logs, a pid file that tells a live owner from a dead one,
 * signals, a stack dump, sockets to listen on, keys and certificates in PEM files, libraries in C,
 * and a fast SHA-256.
 *
 * <p>Not here: anything that only one daemon does, and system calls ({@code
 * dev.stevedore.lib.linux}).
 */
@NullMarked
package dev.stevedore.lib.daemon;

import org.jspecify.annotations.NullMarked;
