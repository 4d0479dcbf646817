package dev.stevedore.shim.rpc;

import dev.stevedore.lib.posix.Epoll;
import dev.stevedore.lib.posix.EventLoop;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.Frame;
import dev.stevedore.lib.ttrpc.FrameDecoder;
import dev.stevedore.lib.ttrpc.Incoming;
import dev.stevedore.lib.ttrpc.OversizedFrame;
import dev.stevedore.lib.ttrpc.Request;
import dev.stevedore.lib.ttrpc.Response;
import dev.stevedore.lib.ttrpc.Status;
import dev.stevedore.lib.ttrpc.wire.WireException;
import dev.stevedore.shim.ShimLog;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One client of the shim: mostly containerd, after its restart another one.
 *
 * <p>What a client can make the shim keep has a limit: the calls it waits for are counted, one that
 * has run out of time is answered so, one that does not read its answers is not read from, and when
 * it goes all its calls are forgotten.
 */
final class Connection {
  private static final int CHUNK = 4096;

  /** One Wait per process, and what is done meanwhile: far above what a containerd needs. */
  private static final int MOST_CALLS = 2048;

  /** How many bytes of answers may wait for a client that goes on asking. */
  private static final long MOST_OUTPUT = 1 << 18;

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final EventLoop loop;
  private final Fd socket;
  private final CallHandler handler;
  private final ShimLog log;
  private final Consumer<Connection> onClose;
  private final FrameDecoder decoder = new FrameDecoder();
  private final OutputBuffer output = new OutputBuffer();
  private final Map<Integer, Reply> calls = new HashMap<>();
  private int lastStream;
  private boolean open = true;
  private int interest = Epoll.IN;

  Connection(
      EventLoop loop, Fd socket, CallHandler handler, ShimLog log, Consumer<Connection> onClose) {
    this.loop = loop;
    this.socket = socket;
    this.handler = handler;
    this.log = log;
    this.onClose = onClose;
  }

  void start() {
    socket.setNonBlocking(true);
    loop.add(socket, interest, this::ready);
  }

  boolean hasOutput() {
    return !output.isEmpty();
  }

  private void ready(int events) {
    try {
      if ((events & Epoll.OUT) != 0) {
        flush();
      }
      if ((events & ~Epoll.OUT) != 0) {
        receive();
      }
    } catch (PosixException e) {
      log.debug("client: " + e.getMessage());
      close();
    }
  }

  private void receive() {
    byte[] chunk = new byte[CHUNK];
    int count = socket.read(chunk, 0, chunk.length);
    if (count == 0) {
      close();
      return;
    }
    if (count == Fd.WOULD_BLOCK) {
      return;
    }
    decoder.feed(chunk, 0, count);
    for (Incoming in = decoder.next(); in != null && open; in = decoder.next()) {
      switch (in) {
        case OversizedFrame large -> send(large.streamId(), Response.failed(large.status()));
        case Frame frame -> take(frame);
      }
    }
  }

  private void take(Frame frame) {
    if (frame.type() != Frame.REQUEST) {
      return; // later versions of the protocol may send more types
    }
    int stream = frame.streamId();
    if (stream % 2 == 0 || stream <= lastStream) {
      fail(stream, Code.INVALID_ARGUMENT, "stream id " + stream + " must be odd and must grow");
      return;
    }
    lastStream = stream;
    if (calls.size() >= MOST_CALLS) {
      fail(stream, Code.RESOURCE_EXHAUSTED, "more than " + MOST_CALLS + " calls at once");
      return;
    }
    try {
      Request request = Request.decode(frame.data());
      handler.handle(request, call(stream, request.timeoutNanos()));
    } catch (WireException e) {
      fail(stream, Code.INVALID_ARGUMENT, "unmarshal request error: " + e.getMessage());
    }
  }

  /** A call that ends with its answer, its time or this connection. */
  private Reply call(int stream, long timeoutNanos) {
    Reply reply = new Reply(response -> send(stream, response));
    calls.put(stream, reply);
    reply.whenOver(() -> calls.remove(stream));
    if (timeoutNanos != 0) {
      EventLoop.Timer timer =
          loop.after(
              Math.max(0, timeoutNanos / NANOS_PER_MILLI),
              () -> reply.fail(Code.DEADLINE_EXCEEDED, "context deadline exceeded"));
      reply.whenOver(timer::cancel);
    }
    return reply;
  }

  private void fail(int stream, Code code, String message) {
    send(stream, Response.failed(new Status(code, message)));
  }

  private void send(int stream, Response response) {
    if (!open) {
      return; // containerd is gone; it will ask again when it is back
    }
    output.add(Frame.response(stream, response).encode());
    try {
      flush();
    } catch (PosixException e) {
      log.debug("client: " + e.getMessage());
      close();
    }
  }

  private void flush() {
    boolean blocked = !output.flush(socket);
    boolean listens = output.size() <= MOST_OUTPUT;
    int wanted = (listens ? Epoll.IN : 0) | (blocked ? Epoll.OUT : 0);
    if (wanted != interest) {
      interest = wanted;
      loop.modify(socket, wanted);
    }
  }

  private void close() {
    if (open) {
      open = false;
      output.clear();
      loop.remove(socket);
      socket.close();
      List.copyOf(calls.values()).forEach(Reply::abandon);
      onClose.accept(this);
    }
  }
}
