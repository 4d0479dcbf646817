/**
 * Cgroups v1, v2 and hybrid: where a container's are, its limits, its processes. Pure tables of
 * what to write to which file are apart from the classes that write.
 */
@NullMarked
package dev.stevedore.runc.cgroup;

import org.jspecify.annotations.NullMarked;
