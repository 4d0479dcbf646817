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
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * A ttrpc server on a unix socket. Each connection and each call has a virtual thread of its own,
 * so a handler may block; calls of one connection may overtake each other.
 */
public final class TtrpcServer implements AutoCloseable {
  /** A service: takes the method's name and its request, gives the response. */
  @FunctionalInterface
  public interface Service {
    /**
     * Handles one call.
     *
     * @return the encoded response
     * @throws TtrpcException to answer with that status; with {@link Code#UNIMPLEMENTED} for a
     *     method that does not exist
     */
    byte[] call(String method, byte[] payload);
  }

  private final ServerSocketChannel listener;
  private final Map<String, Service> services;
  private final Consumer<Throwable> problems;
  private final Set<FrameChannel> connections = ConcurrentHashMap.newKeySet();

  private TtrpcServer(
      ServerSocketChannel listener, Map<String, Service> services, Consumer<Throwable> problems) {
    this.listener = listener;
    this.services = Map.copyOf(services);
    this.problems = problems;
  }

  /**
   * Listens at {@code path}, which must not exist, and serves until {@link #close()}.
   *
   * @param services by full name, such as {@code containerd.services.events.ttrpc.v1.Events}
   * @param problems told of what a client cannot be told: broken connections, bugs in handlers
   */
  public static TtrpcServer start(
      Path path, Map<String, Service> services, Consumer<Throwable> problems) throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      listener.bind(UnixDomainSocketAddress.of(path), 1024);
    } catch (IOException e) {
      listener.close();
      throw new IOException("listen on " + path + ": " + e.getMessage(), e);
    }
    TtrpcServer server = new TtrpcServer(listener, services, problems);
    Thread.ofVirtual().name("ttrpc-server " + path).start(server::accept);
    return server;
  }

  /** Stops listening and ends every connection. The socket's file stays. */
  @Override
  public void close() throws IOException {
    listener.close();
    for (FrameChannel connection : connections) {
      connection.close();
    }
  }

  private void accept() {
    while (listener.isOpen()) {
      try {
        SocketChannel socket = listener.accept();
        Thread.ofVirtual().name("ttrpc-connection").start(() -> serve(socket));
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        problems.accept(e);
      }
    }
  }

  private void serve(SocketChannel socket) {
    try (FrameChannel channel = new FrameChannel(socket)) {
      connections.add(channel);
      try {
        int last = 0;
        for (Incoming in = channel.receive(); in != null; in = channel.receive()) {
          last = take(channel, in, last);
        }
      } finally {
        connections.remove(channel);
      }
    } catch (ClosedChannelException e) {
      // closed by this side
    } catch (IOException e) {
      problems.accept(e);
    }
  }

  /** Starts the call that {@code in} asks for; returns the highest stream id so far. */
  private int take(FrameChannel channel, Incoming in, int last) throws IOException {
    int stream = in.streamId();
    if (in instanceof OversizedFrame large) {
      channel.send(Frame.response(stream, Response.failed(large.status())));
      return last;
    }
    Frame frame = (Frame) in;
    if (frame.type() != Frame.REQUEST) {
      return last; // later versions of the protocol may send more types
    }
    if (stream % 2 == 0 || stream <= last) {
      Status status =
          new Status(Code.INVALID_ARGUMENT, "stream id " + stream + " must be odd and must grow");
      channel.send(Frame.response(stream, Response.failed(status)));
      return last;
    }
    Thread.ofVirtual()
        .name("ttrpc-call")
        .start(
            () -> {
              try {
                channel.send(Frame.response(stream, answer(frame.data())));
              } catch (IOException e) {
                problems.accept(e);
              }
            });
    return stream;
  }

  private Response answer(byte[] data) {
    try {
      Request request = Request.decode(data);
      Service service = services.get(request.service());
      if (service == null) {
        throw new TtrpcException(Code.UNIMPLEMENTED, "service " + request.service());
      }
      return new Response(Status.OK, service.call(request.method(), request.payload()));
    } catch (TtrpcException e) {
      return Response.failed(e.status());
    } catch (WireException e) {
      return Response.failed(new Status(Code.INVALID_ARGUMENT, String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      problems.accept(e);
      return Response.failed(new Status(Code.INTERNAL, String.valueOf(e.getMessage())));
    }
  }
}
