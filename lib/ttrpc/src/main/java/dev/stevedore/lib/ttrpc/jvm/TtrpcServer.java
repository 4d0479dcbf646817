package dev.stevedore.lib.ttrpc.jvm;

import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.Request;
import dev.stevedore.lib.ttrpc.TtrpcException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * A ttrpc server on a unix socket. Each connection and each call has a virtual thread of its own,
 * so a handler may block; calls of one connection may overtake each other.
 */
public final class TtrpcServer implements AutoCloseable {
  /** Methods with one request and one response. */
  @FunctionalInterface
  public interface Service {
    /**
     * Handles one call.
     *
     * @return the encoded response
     * @throws TtrpcException to answer with that status; with {@link Code#UNIMPLEMENTED} for a
     *     method that does not exist
     */
    byte[] call(Request request);
  }

  /** One method that is a stream. */
  @FunctionalInterface
  public interface StreamMethod {
    /**
     * Serves one stream; its return ends the stream.
     *
     * @param request its payload is empty if the method takes nothing but messages
     * @return the encoded response, of a method that sends no messages; else empty
     * @throws TtrpcException to end with that status
     * @throws IOException when the client is gone
     */
    Optional<byte[]> serve(Request request, TtrpcStream stream) throws IOException;
  }

  /**
   * What a server serves.
   *
   * @param services by full name, such as {@code containerd.services.events.ttrpc.v1.Events}
   * @param streams by full name, a slash and the method's name
   */
  public record Methods(Map<String, Service> services, Map<String, StreamMethod> streams) {
    /** Keeps copies. */
    public Methods {
      services = Map.copyOf(services);
      streams = Map.copyOf(streams);
    }
  }

  private final ServerSocketChannel listener;
  private final Methods methods;
  private final Consumer<Throwable> problems;
  private final Set<FrameChannel> connections = ConcurrentHashMap.newKeySet();

  private TtrpcServer(ServerSocketChannel listener, Methods methods, Consumer<Throwable> problems) {
    this.listener = listener;
    this.methods = methods;
    this.problems = problems;
  }

  /**
   * Listens at {@code path}, which must not exist, and serves until {@link #close()}.
   *
   * @param problems told of what a client cannot be told: broken connections, bugs in handlers
   */
  public static TtrpcServer start(Path path, Methods methods, Consumer<Throwable> problems)
      throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      listener.bind(UnixDomainSocketAddress.of(path), 1024);
    } catch (IOException e) {
      listener.close();
      throw new IOException("listen on " + path + ": " + e.getMessage(), e);
    }
    TtrpcServer server = new TtrpcServer(listener, methods, problems);
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
        new ServerConnection(channel, methods, problems).run();
      } finally {
        connections.remove(channel);
      }
    } catch (ClosedChannelException e) {
      // closed by this side
    } catch (IOException e) {
      problems.accept(e);
    }
  }
}
