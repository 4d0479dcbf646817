package dev.stevedore.lib.ttrpc.jvm;

import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.Frame;
import dev.stevedore.lib.ttrpc.Incoming;
import dev.stevedore.lib.ttrpc.OversizedFrame;
import dev.stevedore.lib.ttrpc.Request;
import dev.stevedore.lib.ttrpc.Response;
import dev.stevedore.lib.ttrpc.Status;
import dev.stevedore.lib.ttrpc.TtrpcException;
import dev.stevedore.lib.ttrpc.wire.WireException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One client of a server: its calls and streams, and the frames that belong to none. */
final class ServerConnection {
  /** Far above what a shim, or a daemon, has open. */
  private static final int MOST_CALLS = 2048;

  private final FrameChannel channel;
  private final TtrpcServer.Methods methods;
  private final Consumer<Throwable> problems;
  private final Map<Integer, TtrpcStream> streams = new ConcurrentHashMap<>();
  private final AtomicInteger open = new AtomicInteger();
  private int lastStream;

  ServerConnection(
      FrameChannel channel, TtrpcServer.Methods methods, Consumer<Throwable> problems) {
    this.channel = channel;
    this.methods = methods;
    this.problems = problems;
  }

  /** What a call's thread does. */
  private interface Work {
    void run() throws IOException;
  }

  /** Serves until the client goes. */
  void run() throws IOException {
    try {
      for (Incoming in = channel.receive(); in != null; in = channel.receive()) {
        switch (in) {
          case OversizedFrame large -> refuse(large.streamId(), large.status());
          case Frame frame -> take(frame);
        }
      }
    } finally {
      IOException gone = new IOException("connection ended");
      streams.values().forEach(stream -> stream.disconnected(gone));
    }
  }

  private void take(Frame frame) throws IOException {
    int stream = frame.streamId();
    switch (frame.type()) {
      case Frame.REQUEST -> {
        if (stream % 2 == 0 || stream <= lastStream) {
          refuse(
              stream, Code.INVALID_ARGUMENT, "stream id " + stream + " must be odd and must grow");
        } else {
          lastStream = stream;
          begin(stream, frame);
        }
      }
      case Frame.DATA -> {
        TtrpcStream known = streams.get(stream);
        if (known == null) {
          refuse(stream, Code.INVALID_ARGUMENT, "stream " + stream + " is not open");
        } else {
          known.take(frame);
        }
      }
      default -> {
        // Later versions of the protocol may send more types.
      }
    }
  }

  private void begin(int stream, Frame frame) throws IOException {
    Request request;
    try {
      request = Request.decode(frame.data());
    } catch (WireException e) {
      refuse(stream, Code.INVALID_ARGUMENT, "unmarshal request error: " + e.getMessage());
      return;
    }
    TtrpcServer.StreamMethod method =
        methods.streams().get(request.service() + "/" + request.method());
    TtrpcServer.Service service = methods.services().get(request.service());
    if (method != null) {
      TtrpcStream opened = new TtrpcStream(channel, stream, false, () -> streams.remove(stream));
      if (!frame.has(Frame.REMOTE_OPEN)) {
        opened.take(Frame.end(stream));
      }
      // Before the next frame is read, which may be for it.
      streams.put(stream, opened);
      start(stream, () -> serve(method, request, opened));
    } else if (service != null) {
      start(stream, () -> channel.send(Frame.response(stream, answer(service, request))));
    } else {
      refuse(stream, Code.UNIMPLEMENTED, "service " + request.service());
    }
  }

  private void start(int stream, Work work) throws IOException {
    if (open.incrementAndGet() > MOST_CALLS) {
      open.decrementAndGet();
      streams.remove(stream);
      refuse(stream, Code.RESOURCE_EXHAUSTED, "more than " + MOST_CALLS + " calls at once");
      return;
    }
    Thread.ofVirtual()
        .name("ttrpc-call")
        .start(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                problems.accept(e);
              } finally {
                open.decrementAndGet();
              }
            });
  }

  private Response answer(TtrpcServer.Service service, Request request) {
    try {
      return new Response(Status.OK, service.call(request));
    } catch (RuntimeException e) {
      return Response.failed(statusOf(e));
    }
  }

  private void serve(TtrpcServer.StreamMethod method, Request request, TtrpcStream stream)
      throws IOException {
    try {
      Optional<byte[]> response = method.serve(request, stream);
      if (response.isPresent()) {
        channel.send(Frame.response(stream.id(), new Response(Status.OK, response.get())));
      } else {
        stream.endSending();
      }
    } catch (RuntimeException e) {
      refuse(stream.id(), statusOf(e));
    } finally {
      streams.remove(stream.id());
    }
  }

  private Status statusOf(RuntimeException failure) {
    return switch (failure) {
      case TtrpcException e -> e.status();
      case WireException e -> new Status(Code.INVALID_ARGUMENT, String.valueOf(e.getMessage()));
      default -> {
        problems.accept(failure);
        yield new Status(Code.INTERNAL, String.valueOf(failure.getMessage()));
      }
    };
  }

  private void refuse(int stream, Code code, String message) throws IOException {
    refuse(stream, new Status(code, message));
  }

  private void refuse(int stream, Status status) throws IOException {
    channel.send(Frame.response(stream, Response.failed(status)));
  }
}
