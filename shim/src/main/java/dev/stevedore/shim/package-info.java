/**
 * containerd-shim-stevedore-v1: the process between containerd and a container, which outlives
 * containerd and dockerd.
 *
 * <pre>
 *  containerd --exec "start"--&gt; shim (short-lived) --fork--&gt; shim server, own session
 *  containerd ==ttrpc, unix socket==&gt; rpc ─▶ task ─▶ runtime ──exec──▶ runc, crun, …
 *                                            │  └──▶ rootfs (mounts)       │
 *  dockerd, ctr ◀══FIFOs═══════════════════ stdio ◀═══pipes, terminal═══ container
 *  containerd ◀══ttrpc, its own socket═════ events
 * </pre>
 *
 * <p>One process, one thread, one epoll loop: nothing here may block. Belongs here: what a shim
 * does by containerd's shim API v2. Does not belong here: namespaces, cgroup set-up and the rest of
 * an OCI runtime, which this only runs.
 */
@NullMarked
package dev.stevedore.shim;

import org.jspecify.annotations.NullMarked;
