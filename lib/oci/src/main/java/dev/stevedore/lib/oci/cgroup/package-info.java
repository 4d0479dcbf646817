/**
 * What containers' cgroups measure, as containerd's metrics carry it from a shim to a client.
 *
 * <p>Not here: how the files are read, and how the messages are written.
 */
@NullMarked
package dev.stevedore.lib.oci.cgroup;

import org.jspecify.annotations.NullMarked;
