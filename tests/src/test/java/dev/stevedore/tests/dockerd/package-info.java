/**
 * dockerd as a daemon: its command line, configuration, signals, sockets, and how it looks after
 * containerd.
 */
@NullMarked
package dev.stevedore.tests.dockerd;

import org.jspecify.annotations.NullMarked;
