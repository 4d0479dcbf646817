/**
 * The diff service: layers are unpacked into snapshots' directories.
 *
 * <p>Layers come from strangers. Every path in one is resolved by openat2(2) inside its directory,
 * never by string, and what overlayfs would take for its own is not taken over.
 */
@NullMarked
package dev.stevedore.containerd.diff;

import org.jspecify.annotations.NullMarked;
