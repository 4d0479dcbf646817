package dev.stevedore.shim.stdio;

import dev.stevedore.lib.posix.EventLoop;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.OpenFlags;
import dev.stevedore.lib.posix.Pipe;
import dev.stevedore.shim.ShimLog;
import dev.stevedore.shim.runtime.OciRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Stdio without a terminal: a pipe for each stream that is wanted, nothing for the others. */
final class PipeIo implements ProcessIo {
  private final List<Fd> childEnds = new ArrayList<>();
  private final List<OutputPump> outputs = new ArrayList<>();
  private final ClientOutputs client;
  private final EventLoop loop;
  private final CopyBuffer buffer;
  private final ShimLog log;
  private @Nullable InputStart input;
  private OciRuntime.Streams streams = new OciRuntime.Streams(null, null, null);

  private PipeIo(EventLoop loop, CopyBuffer buffer, ShimLog log, ClientOutputs client) {
    this.client = client;
    this.loop = loop;
    this.buffer = buffer;
    this.log = log;
  }

  /**
   * Makes the pipes.
   *
   * @param client closed with this, or when this fails
   * @param stdin path of the client's FIFO; empty for none
   * @param uid owner of the pipes, for a container in a user namespace
   */
  static PipeIo open(
      EventLoop loop,
      CopyBuffer buffer,
      ShimLog log,
      ClientOutputs client,
      String stdin,
      int uid,
      int gid) {
    PipeIo io = new PipeIo(loop, buffer, log, client);
    try {
      Fd stdout = io.output(client.stdout(), uid, gid);
      Fd stderr = io.output(client.stderr(), uid, gid);
      io.streams = new OciRuntime.Streams(io.input(stdin, uid, gid), stdout, stderr);
      return io;
    } catch (RuntimeException e) {
      io.closeChildEnds();
      io.close();
      throw e;
    }
  }

  @Override
  public void whenOpened(Runnable opened) {
    client.whenOpened(opened);
  }

  @Override
  public OciRuntime.Streams streams() {
    return streams;
  }

  @Override
  public String consoleSocket() {
    return "";
  }

  @Override
  public void closeChildEnds() {
    childEnds.forEach(Fd::close);
    childEnds.clear();
  }

  @Override
  public void whenReady(Consumer<String> ready) {
    outputs.forEach(OutputPump::start);
    ready.accept("");
  }

  @Override
  public void startInput() {
    if (input != null) {
      input.start();
    }
  }

  @Override
  public void whenDrained(Runnable done) {
    whenDrained(0, done);
  }

  @Override
  public void closeStdin() {
    if (input != null) {
      input.closeWriter();
    }
  }

  @Override
  public void resize(int columns, int rows) {
    // pipes have no size
  }

  @Override
  public void close() {
    if (input != null) {
      input.close();
    }
    outputs.forEach(OutputPump::close);
    client.close();
  }

  private void whenDrained(int from, Runnable done) {
    if (from == outputs.size()) {
      done.run();
    } else {
      outputs.get(from).whenDrained(() -> whenDrained(from + 1, done));
    }
  }

  private Fd input(String path, int uid, int gid) {
    if (path.isEmpty()) {
      return nothing();
    }
    InputStart start = new InputStart(loop, buffer, log, path, true);
    Pipe pipe = pipe(uid, gid);
    childEnds.add(pipe.reader());
    start.setSink(pipe.writer());
    input = start;
    return pipe.reader();
  }

  private Fd output(@Nullable OutputSink sink, int uid, int gid) {
    if (sink == null) {
      return nothing();
    }
    Pipe pipe = pipe(uid, gid);
    childEnds.add(pipe.writer());
    outputs.add(new OutputPump(loop, buffer, log, pipe.reader(), sink));
    return pipe.writer();
  }

  private Pipe pipe(int uid, int gid) {
    Pipe pipe = Pipe.open();
    if (uid != 0 || gid != 0) {
      Files.changeOwner(pipe.reader().procPath(), uid, gid);
      Files.changeOwner(pipe.writer().procPath(), uid, gid);
    }
    return pipe;
  }

  private Fd nothing() {
    Fd fd = Files.open("/dev/null", OpenFlags.READ_WRITE, 0);
    childEnds.add(fd);
    return fd;
  }
}
