package dev.stevedore.dockerd.containerd;

import dev.stevedore.lib.containerdapi.containers.ContainersGrpc;
import dev.stevedore.lib.containerdapi.containers.ContainersGrpc.ContainersBlockingStub;
import dev.stevedore.lib.containerdapi.content.ContentGrpc;
import dev.stevedore.lib.containerdapi.content.ContentGrpc.ContentBlockingStub;
import dev.stevedore.lib.containerdapi.content.ContentGrpc.ContentBlockingV2Stub;
import dev.stevedore.lib.containerdapi.diff.DiffGrpc;
import dev.stevedore.lib.containerdapi.diff.DiffGrpc.DiffBlockingStub;
import dev.stevedore.lib.containerdapi.events.EventsGrpc;
import dev.stevedore.lib.containerdapi.events.EventsGrpc.EventsBlockingStub;
import dev.stevedore.lib.containerdapi.images.ImagesGrpc;
import dev.stevedore.lib.containerdapi.images.ImagesGrpc.ImagesBlockingStub;
import dev.stevedore.lib.containerdapi.introspection.IntrospectionGrpc;
import dev.stevedore.lib.containerdapi.introspection.IntrospectionGrpc.IntrospectionBlockingStub;
import dev.stevedore.lib.containerdapi.leases.LeasesGrpc;
import dev.stevedore.lib.containerdapi.leases.LeasesGrpc.LeasesBlockingStub;
import dev.stevedore.lib.containerdapi.snapshots.SnapshotsGrpc;
import dev.stevedore.lib.containerdapi.snapshots.SnapshotsGrpc.SnapshotsBlockingStub;
import dev.stevedore.lib.containerdapi.tasks.TasksGrpc;
import dev.stevedore.lib.containerdapi.tasks.TasksGrpc.TasksBlockingStub;
import dev.stevedore.lib.containerdapi.version.VersionGrpc;
import dev.stevedore.lib.containerdapi.version.VersionGrpc.VersionBlockingStub;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * A connection to one containerd, as one of its namespaces.
 *
 * <p>The connection is made on the first call, and made again after containerd was restarted. While
 * containerd is away calls wait for it, up to their deadline; {@link #hurry} ends gRPC's own pause
 * between two attempts to connect.
 */
public final class ContainerdClient implements AutoCloseable {
  private static final int MAX_MESSAGE = 16 << 20;
  private static final int WINDOW = 4 << 20;

  private static final Metadata.Key<String> LEASE =
      Metadata.Key.of("containerd-lease", Metadata.ASCII_STRING_MARSHALLER);

  private final Path socket;
  private final ManagedChannel connection;
  private final Channel channel;

  private ContainerdClient(Path socket, ManagedChannel connection, Channel channel) {
    this.socket = socket;
    this.connection = connection;
    this.channel = channel;
  }

  /**
   * A client that has not connected yet.
   *
   * @param socket path of containerd's gRPC socket
   * @param namespace the namespace of all calls
   * @param limit how long a call with one answer may take
   */
  public ContainerdClient(Path socket, String namespace, Duration limit) {
    this.socket = socket;
    Executor virtual =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("grpc").factory());
    connection =
        OkHttpChannelBuilder.forAddress("127.0.0.1", 1)
            .overrideAuthority("localhost")
            .usePlaintext()
            .socketFactory(new UnixSocketFactory(socket))
            .transportExecutor(virtual)
            .executor(virtual)
            .offloadExecutor(virtual)
            .maxInboundMessageSize(MAX_MESSAGE)
            .flowControlWindow(WINDOW)
            .defaultServiceConfig(Retries.serviceConfig())
            .enableRetry()
            .build();
    channel = ClientInterceptors.intercept(connection, new CallRules(namespace, limit));
  }

  /** Where containerd serves gRPC. */
  public Path socket() {
    return socket;
  }

  /** The same connection; whatever its calls make is held by a lease. It need not be closed. */
  public ContainerdClient underLease(String leaseId) {
    Metadata headers = new Metadata();
    headers.put(LEASE, leaseId);
    return new ContainerdClient(
        socket,
        connection,
        ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers)));
  }

  /** Has gRPC try at once to connect, if it pauses after a failure. */
  public void hurry() {
    connection.resetConnectBackoff();
  }

  /** Has something done, on a thread of its own, each time that containerd is there again. */
  public void whenBack(Runnable action) {
    watch(ConnectivityState.IDLE, false, action);
  }

  private void watch(ConnectivityState seen, boolean wasThere, Runnable action) {
    connection.notifyWhenStateChanged(
        seen,
        () -> {
          ConnectivityState now = connection.getState(false);
          boolean there = now == ConnectivityState.READY;
          if (there && wasThere && seen != ConnectivityState.READY) {
            Thread.ofVirtual().name("containerd-back").start(action);
          }
          if (now != ConnectivityState.SHUTDOWN) {
            watch(now, there || wasThere, action);
          }
        });
  }

  /** What containerd is made of. */
  public IntrospectionBlockingStub introspection() {
    return IntrospectionGrpc.newBlockingStub(channel);
  }

  /** containerd's metadata of containers. */
  public ContainersBlockingStub containers() {
    return ContainersGrpc.newBlockingStub(channel);
  }

  /** The content store. */
  public ContentBlockingStub content() {
    return ContentGrpc.newBlockingStub(channel);
  }

  /** The content store, with streams in both directions. */
  public ContentBlockingV2Stub contentStreams() {
    return ContentGrpc.newBlockingV2Stub(channel);
  }

  /** Unpacks layers. */
  public DiffBlockingStub diff() {
    return DiffGrpc.newBlockingStub(channel);
  }

  /** The event exchange. */
  public EventsBlockingStub events() {
    return EventsGrpc.newBlockingStub(channel);
  }

  /** The image store: names of manifests. */
  public ImagesBlockingStub images() {
    return ImagesGrpc.newBlockingStub(channel);
  }

  /** Leases, which keep things from being collected as garbage. */
  public LeasesBlockingStub leases() {
    return LeasesGrpc.newBlockingStub(channel);
  }

  /** Snapshots. */
  public SnapshotsBlockingStub snapshots() {
    return SnapshotsGrpc.newBlockingStub(channel);
  }

  /** Running containers. */
  public TasksBlockingStub tasks() {
    return TasksGrpc.newBlockingStub(channel);
  }

  /** containerd's version. */
  public VersionBlockingStub version() {
    return VersionGrpc.newBlockingStub(channel);
  }

  @Override
  public void close() {
    connection.shutdownNow();
  }
}
