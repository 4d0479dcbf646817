/**
 * A process's stdio: pipes or a terminal on the container's side, the client's FIFOs or a file on
 * the other, and the copying between them.
 *
 * <pre>
 *   client                    shim                              container
 *   FIFO stdin  ───────▶ InputPump  ──▶ pipe, or terminal master ──▶ 0
 *   FIFO stdout ◀─────── OutputPump ◀── pipe, or terminal master ◀── 1
 *   FIFO stderr ◀─────── OutputPump ◀── pipe                     ◀── 2
 * </pre>
 *
 * <p>The shim holds both ends of each FIFO. So a client that dies neither kills anybody by SIGPIPE
 * nor ends the container's input, and what was written while nobody read is still there for the
 * next client, as far as a pipe holds it.
 */
@NullMarked
package dev.stevedore.shim.stdio;

import org.jspecify.annotations.NullMarked;
