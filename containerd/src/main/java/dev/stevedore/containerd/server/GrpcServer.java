package dev.stevedore.containerd.server;

import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.Inodes;
import io.grpc.BindableService;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.grpc.GrpcConfig;
import io.helidon.webserver.grpc.GrpcProtocolSelector;
import io.helidon.webserver.grpc.GrpcRouting;
import io.helidon.webserver.http2.Http2Config;
import io.helidon.webserver.http2.Http2ConnectionSelector;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** gRPC on a unix socket. Each call has a virtual thread of its own, so services may block. */
public final class GrpcServer implements AutoCloseable {
  /** The largest message taken, as containerd has it. */
  public static final int MAX_MESSAGE = 16 * 1024 * 1024;

  private static final int MODE = 0660;

  private final WebServer server;
  private final Path socket;

  private GrpcServer(WebServer server, Path socket) {
    this.server = server;
    this.socket = socket;
  }

  /**
   * Starts to serve.
   *
   * @param socket where; what is there is replaced, so make sure that nobody serves on it
   * @param uid owner of the socket
   * @param gid group of the socket
   */
  public static GrpcServer start(Path socket, int uid, int gid, List<BindableService> services)
      throws IOException {
    Files.deleteIfExists(socket);
    ConnectionEnds ends = new ConnectionEnds();
    GrpcRouting.Builder routing =
        GrpcRouting.builder().intercept(ends).intercept(new RequestContext.Interceptor());
    services.forEach(routing::service);
    WebServer server =
        WebServer.builder()
            .bindAddress(UnixDomainSocketAddress.of(socket))
            .shutdownHook(false)
            // Subscribers to events may hear nothing for days.
            .idleConnectionTimeout(Duration.ofDays(3650))
            .protocolsDiscoverServices(false)
            .addConnectionSelector(ends.watch(http2()))
            .addRouting(routing)
            .build()
            .start();
    Inodes.chown(Fd.CWD, socket.toString(), uid, gid);
    Inodes.chmod(Fd.CWD, socket.toString(), MODE);
    return new GrpcServer(server, socket);
  }

  private static ServerConnectionSelector http2() {
    return Http2ConnectionSelector.builder()
        .http2Config(
            // A client that gives up many waits at once is no attacker here.
            Http2Config.builder().maxRapidResets(100_000).build())
        .addSubProtocolSelector(
            GrpcProtocolSelector.create(
                GrpcConfig.builder().maxReadBufferSize(MAX_MESSAGE).build()))
        .build();
  }

  @Override
  public void close() {
    server.stop();
    try {
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      // The next start replaces it.
    }
  }
}
