package dev.stevedore.containerd.server;

import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.Inodes;
import io.grpc.BindableService;
import io.grpc.DecompressorRegistry;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.netty.NettyServerBuilder;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** gRPC on a unix socket. Each call has a virtual thread of its own, so services may block. */
public final class GrpcServer implements AutoCloseable {
  /** The largest message taken, as containerd has it. */
  public static final int MAX_MESSAGE = 16 * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(GrpcServer.class);
  private static final int MODE = 0660;

  /** How much of a stream may be on its way to a service that has not asked for it yet. */
  private static final int WINDOW = 256 * 1024;

  /** A dockerd waits for each of its containers on one connection. */
  private static final int MAX_CALLS_PER_CONNECTION = 16 * 1024;

  private static final int PAGE = 8 * 1024;

  /** What is kept of freed buffers comes in chunks of 2^6 pages; gRPC's own are four times that. */
  private static final int CHUNK_ORDER = 6;

  private static final int MAX_HEADERS = 64 * 1024;
  private static final long CLOSE_SECONDS = 2;

  /** Held, for its level is forgotten with it. */
  private static final java.util.logging.Logger LIBRARY =
      java.util.logging.Logger.getLogger("io.grpc");

  private final Server server;
  private final EventLoopGroup loop;
  private final Path socket;

  private GrpcServer(Server server, EventLoopGroup loop, Path socket) {
    this.server = server;
    this.loop = loop;
    this.socket = socket;
  }

  /**
   * Starts to serve.
   *
   * @param socket where; what is there is replaced, so make sure that nobody serves on it
   * @param uid owner of the socket
   * @param gid group of the socket
   * @param watching sees every call
   */
  public static GrpcServer start(
      Path socket, int uid, int gid, List<BindableService> services, ServerInterceptor watching)
      throws IOException {
    // It writes a stack trace for each client that does not speak HTTP/2.
    LIBRARY.setLevel(java.util.logging.Level.SEVERE);
    Files.deleteIfExists(socket);
    Executor virtual =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("grpc").factory());
    EventLoopGroup loop = new NioEventLoopGroup(1);
    RequestMemory memory = new RequestMemory();
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket))
            .channelType(NioServerDomainSocketChannel.class)
            .bossEventLoopGroup(loop)
            .workerEventLoopGroup(loop)
            .withChildOption(ChannelOption.ALLOCATOR, allocator())
            .executor(virtual)
            // RequestMemory has the limit, and says it. What is compressed is not taken, as in
            // containerd: it could be larger than it looks.
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .decompressorRegistry(DecompressorRegistry.emptyInstance())
            .maxInboundMetadataSize(MAX_HEADERS)
            .maxConcurrentCallsPerConnection(MAX_CALLS_PER_CONNECTION)
            .flowControlWindow(WINDOW)
            // A client on the same machine may ask as often as it likes whether we are there.
            .permitKeepAliveTime(1, TimeUnit.MILLISECONDS)
            .permitKeepAliveWithoutCalls(true)
            // The one that is added last sees a call first.
            .intercept(new RestAfterCalls())
            .intercept(new RequestContext.Interceptor())
            .intercept(memory)
            .intercept(watching)
            .addStreamTracerFactory(memory);
    services.forEach(builder::addService);
    Server server = builder.build().start();
    Inodes.chown(Fd.CWD, socket.toString(), uid, gid);
    Inodes.chmod(Fd.CWD, socket.toString(), MODE);
    return new GrpcServer(server, loop, socket);
  }

  /** One arena, for there is one thread that reads; buffers on the heap are the collector's. */
  private static ByteBufAllocator allocator() {
    return new PooledByteBufAllocator(
        true,
        0,
        1,
        PAGE,
        CHUNK_ORDER,
        PooledByteBufAllocator.defaultSmallCacheSize(),
        PooledByteBufAllocator.defaultNormalCacheSize(),
        false);
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      if (!server.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.debug("clients are still connected");
      }
      var _ = loop.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
      Files.deleteIfExists(socket);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // The next start replaces it.
    }
  }
}
