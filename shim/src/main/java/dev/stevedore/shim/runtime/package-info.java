/**
 * The OCI runtime, by its command line: what is run, what came of it, and the children that it
 * leaves to this process. Nothing here waits: a call's end arrives through the event loop.
 *
 * <pre>
 *   OciRuntime ── RuntimeCommand (arguments) ──▶ Children.spawn ──▶ runc create …
 *        ▲                                            │  SIGCHLD
 *        └────────── RuntimeResult ◀── exit code, output, RuntimeLog
 * </pre>
 */
@NullMarked
package dev.stevedore.shim.runtime;

import org.jspecify.annotations.NullMarked;
