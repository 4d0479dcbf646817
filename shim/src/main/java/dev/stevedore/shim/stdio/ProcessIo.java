package dev.stevedore.shim.stdio;

import dev.stevedore.shim.runtime.OciRuntime;
import java.util.function.Consumer;

/**
 * The stdio of one process, from before the runtime is run until the process is deleted.
 *
 * <pre>
 *   open ─▶ whenOpened ─▶ streams()/consoleSocket() to the runtime ─▶ whenReady ─▶ copying output
 *        ─▶ startInput ─▶ copying input
 *        ─▶ whenDrained ─▶ close
 * </pre>
 */
public sealed interface ProcessIo permits PipeIo, TerminalIo {
  /** Calls {@code opened} once the other side takes output: at once but for a logging program. */
  void whenOpened(Runnable opened);

  /** What the runtime hands to the process. */
  OciRuntime.Streams streams();

  /** Path of the socket for the runtime; empty without a terminal. */
  String consoleSocket();

  /** The runtime has been started: it has its own copies of {@link #streams()}. */
  void closeChildEnds();

  /**
   * The runtime has succeeded: starts to copy the output.
   *
   * @param ready called when copying has begun, given a problem or an empty text
   */
  void whenReady(Consumer<String> ready);

  /**
   * The process is about to run: starts to copy the input. Not before: a client that finds its FIFO
   * open reads its own input to the end at once, and ctr knows how to tell of that end only when it
   * has the answer to its Create.
   *
   * @throws dev.stevedore.lib.posix.PosixException when the FIFO is gone
   */
  void startInput();

  /**
   * The process has ended.
   *
   * @param done called once all that it wrote is at its client
   */
  void whenDrained(Runnable done);

  /** Ends the input, once the client has closed its end too. */
  void closeStdin();

  /** Sets the terminal's size, in characters; nothing without a terminal. */
  void resize(int columns, int rows);

  /** Gives up everything; output that is not copied is lost. */
  void close();
}
