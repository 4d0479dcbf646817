/**
 * Images, as Docker shows them, on top of containerd's content, image and snapshot stores.
 *
 * <pre>
 * containerd image "docker.io/library/busybox:latest" → manifest → config (its digest is the image ID)
 *                                                              └→ layers → snapshots, named by chain id
 * </pre>
 *
 * <p>What does not belong here: containers, except for the question which of them use an image.
 */
@NullMarked
package dev.stevedore.dockerd.image;

import org.jspecify.annotations.NullMarked;
