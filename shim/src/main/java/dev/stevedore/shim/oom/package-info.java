/** Notices when the kernel kills for want of memory in a container's cgroup. */
@NullMarked
package dev.stevedore.shim.oom;

import org.jspecify.annotations.NullMarked;
