/**
 * The difference of two file trees as a layer: what was added or changed, and whiteouts for what is
 * gone.
 *
 * <p>Trees are seen as overlayfs would show them, but nothing is mounted: what two trees share in
 * the same layer's directory is the same without being looked at, so the difference of a container
 * and its image costs what the container changed. Every file is opened by descriptor, since a
 * container may be running in one of the trees.
 */
@NullMarked
package dev.stevedore.containerd.diff.compare;

import org.jspecify.annotations.NullMarked;
