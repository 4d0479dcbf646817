/**
 * Starts containerd, watches it and stops it; or leaves alone one that runs already.
 *
 * <pre>
 *   {@code containerd.pid} names a live one ── yes ──▶ reuse it
 *        │ no
 *        ▼
 *   remove the stale socket, write {@code containerd.toml}, spawn in a session of its own, write the pid file
 *        │
 *        ▼                             every 500 ms
 *   wait for the socket ──▶ healthy? ── 3 failures ──▶ kill, reap, start again
 *        │ shutdown
 *        ▼
 *   SIGTERM ── 15 s ──▶ SIGKILL ──▶ remove pid file and socket
 * </pre>
 *
 * <p>Not here: what containerd is asked to do ({@code dev.stevedore.dockerd.containerd} and its
 * users).
 */
@NullMarked
package dev.stevedore.dockerd.supervisor;

import org.jspecify.annotations.NullMarked;
