/**
 * systemd as the maker of a container's cgroup: a transient unit, its name, its properties, and the
 * calls of systemd's manager (org.freedesktop.systemd1(5)). The cgroup's files are {@code
 * cgroup}'s.
 */
@NullMarked
package dev.stevedore.runc.systemd;

import org.jspecify.annotations.NullMarked;
