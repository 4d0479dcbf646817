/**
 * The snapshots service, with overlayfs: layered directories. What is above what is in the
 * database; the files are in a directory per snapshot.
 *
 * <p>Not here: filling the directories, which the diff package does, and mounting them for
 * containers, which shims do.
 */
@NullMarked
package dev.stevedore.containerd.snapshots;

import org.jspecify.annotations.NullMarked;
