/** The mounts that make a container's rootfs, as containerd's snapshotters describe them. */
@NullMarked
package dev.stevedore.shim.rootfs;

import org.jspecify.annotations.NullMarked;
