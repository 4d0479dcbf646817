package dev.stevedore.shim.stdio;

import dev.stevedore.lib.posix.EventLoop;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Terminal;
import dev.stevedore.shim.ShimLog;
import dev.stevedore.shim.runtime.OciRuntime;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Stdio through a terminal: the runtime makes it and sends its master end here. */
final class TerminalIo implements ProcessIo {
  /** The runtime sends the master before it succeeds, so this is only for one that never does. */
  private static final long CONSOLE_LIMIT_MILLIS = 10_000;

  private final EventLoop loop;
  private final CopyBuffer buffer;
  private final ShimLog log;
  private final ClientOutputs client;
  private final ConsoleSocket socket;
  private final InputStart input;
  private @Nullable Fd master;
  private @Nullable OutputPump output;
  private @Nullable Consumer<String> onReady;

  /**
   * Listens for the master.
   *
   * @param client closed with this, or when this fails
   * @param stdin path of the client's FIFO; empty for none
   * @param socketPath free path for the console socket
   */
  TerminalIo(
      EventLoop loop,
      CopyBuffer buffer,
      ShimLog log,
      ClientOutputs client,
      String stdin,
      String socketPath) {
    this.loop = loop;
    this.buffer = buffer;
    this.log = log;
    this.client = client;
    try {
      this.input = new InputStart(loop, buffer, log, stdin, false);
      this.socket = ConsoleSocket.open(loop, socketPath, this::received);
    } catch (PosixException e) {
      client.close();
      throw e;
    }
  }

  @Override
  public void whenOpened(Runnable opened) {
    client.whenOpened(opened);
  }

  @Override
  public OciRuntime.Streams streams() {
    return new OciRuntime.Streams(null, null, null);
  }

  @Override
  public String consoleSocket() {
    return socket.path();
  }

  @Override
  public void closeChildEnds() {
    // the runtime opens the terminal itself
  }

  @Override
  public void whenReady(Consumer<String> ready) {
    onReady = ready;
    if (master != null) {
      begin(master);
    } else {
      loop.after(
          CONSOLE_LIMIT_MILLIS, () -> tell("the runtime did not send the terminal's master end"));
    }
  }

  @Override
  public void startInput() {
    input.start();
  }

  @Override
  public void whenDrained(Runnable done) {
    if (output == null) {
      done.run();
    } else {
      output.whenDrained(done);
    }
  }

  @Override
  public void closeStdin() {
    input.closeWriter();
  }

  @Override
  public void resize(int columns, int rows) {
    if (master != null) {
      Terminal.resize(master, new Terminal.Size(rows, columns));
    }
  }

  @Override
  public void close() {
    socket.close();
    input.close();
    if (output != null) {
      output.close();
    }
    client.close();
    if (master != null) {
      master.close();
      master = null;
    }
  }

  private void received(Fd fd) {
    master = fd;
    if (onReady != null) {
      begin(fd);
    }
  }

  private void begin(Fd terminal) {
    try {
      OutputSink sink = client.stdout();
      if (sink != null) {
        // a descriptor of its own: the pump closes it at the end, while resize may still come
        output = new OutputPump(loop, buffer, log, terminal.duplicate(), sink);
        output.start();
      }
      input.setSink(terminal);
      tell("");
    } catch (PosixException e) {
      tell(e.getMessage() == null ? "failed to start console copy" : e.getMessage());
    }
  }

  private void tell(String problem) {
    Consumer<String> ready = onReady;
    onReady = null;
    if (ready != null) {
      ready.accept(problem);
    }
  }
}
