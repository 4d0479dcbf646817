/**
 * The kernel's state beside ours: what a daemon that starts makes of what the last one left, and
 * what {@code check} compares while it runs.
 *
 * <p>Not here: how things are made and taken away.
 */
@NullMarked
package dev.stevedore.dockerd.network.recovery;

import org.jspecify.annotations.NullMarked;
