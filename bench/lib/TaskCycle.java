import ch.qos.logback.classic.Level;
import com.google.protobuf.Empty;
import dev.stevedore.lib.containerdapi.containers.Container;
import dev.stevedore.lib.containerdapi.containers.ContainersGrpc;
import dev.stevedore.lib.containerdapi.containers.CreateContainerRequest;
import dev.stevedore.lib.containerdapi.containers.DeleteContainerRequest;
import dev.stevedore.lib.containerdapi.containers.GetContainerRequest;
import dev.stevedore.lib.containerdapi.leases.LeasesGrpc;
import dev.stevedore.lib.containerdapi.snapshots.PrepareSnapshotRequest;
import dev.stevedore.lib.containerdapi.snapshots.RemoveSnapshotRequest;
import dev.stevedore.lib.containerdapi.snapshots.SnapshotsGrpc;
import dev.stevedore.lib.containerdapi.snapshots.StatSnapshotRequest;
import dev.stevedore.lib.containerdapi.tasks.CreateTaskRequest;
import dev.stevedore.lib.containerdapi.tasks.DeleteTaskRequest;
import dev.stevedore.lib.containerdapi.tasks.StartRequest;
import dev.stevedore.lib.containerdapi.tasks.TasksGrpc;
import dev.stevedore.lib.containerdapi.tasks.WaitRequest;
import dev.stevedore.lib.daemon.Logs;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Times the life of a task by containerd's API, on one connection to each containerd, in turns.
 *
 * <pre>
 *   java -cp 'LIB/*' TaskCycle.java ROUNDS WARMUP PREFIX SIDE=SOCKET…
 * </pre>
 *
 * On each side there is a container {@code template}, of which each round makes another one.
 * Durations in µs are added to the files PREFIX-STEP-SIDE.
 */
final class TaskCycle {
  private static final String TEMPLATE = "template";

  private final String side;
  private final ContainersGrpc.ContainersBlockingStub containers;
  private final SnapshotsGrpc.SnapshotsBlockingStub snapshots;
  private final TasksGrpc.TasksBlockingStub tasks;
  private final TasksGrpc.TasksFutureStub waiting;
  private final Container template;
  private final String image;

  private TaskCycle(String side, Channel channel) {
    this.side = side;
    containers = ContainersGrpc.newBlockingStub(channel);
    snapshots = SnapshotsGrpc.newBlockingStub(channel);
    tasks = TasksGrpc.newBlockingStub(channel);
    waiting = TasksGrpc.newFutureStub(channel);
    template =
        containers.get(GetContainerRequest.newBuilder().setId(TEMPLATE).build()).getContainer();
    image =
        snapshots
            .stat(
                StatSnapshotRequest.newBuilder()
                    .setSnapshotter(template.getSnapshotter())
                    .setKey(template.getSnapshotKey())
                    .build())
            .getInfo()
            .getParent();
  }

  /** Runs one task; gives how long each step took, in ns. */
  private Map<String, Long> run(String id) throws Exception {
    Map<String, Long> steps = new LinkedHashMap<>();
    long start = System.nanoTime();
    var mounts =
        snapshots.prepare(
            PrepareSnapshotRequest.newBuilder()
                .setSnapshotter(template.getSnapshotter())
                .setKey(id)
                .setParent(image)
                .build());
    containers.create(
        CreateContainerRequest.newBuilder()
            .setContainer(template.toBuilder().setId(id).setSnapshotKey(id))
            .build());
    long stored = step(steps, "store", start);
    tasks.create(
        CreateTaskRequest.newBuilder()
            .setContainerId(id)
            .addAllRootfs(mounts.getMountsList())
            .build());
    long created = step(steps, "create", stored);
    var end = waiting.wait(WaitRequest.newBuilder().setContainerId(id).build());
    tasks.start(StartRequest.newBuilder().setContainerId(id).build());
    long started = step(steps, "start", created);
    if (end.get().getExitStatus() != 0) {
      throw new IllegalStateException(side + ": the task failed");
    }
    long ended = step(steps, "exit", started);
    tasks.delete(DeleteTaskRequest.newBuilder().setContainerId(id).build());
    long deleted = step(steps, "delete", ended);
    Empty _ =
        snapshots.remove(
            RemoveSnapshotRequest.newBuilder()
                .setSnapshotter(template.getSnapshotter())
                .setKey(id)
                .build());
    Empty _ = containers.delete(DeleteContainerRequest.newBuilder().setId(id).build());
    step(steps, "forget", deleted);
    step(steps, "all", start);
    return steps;
  }

  private static long step(Map<String, Long> steps, String name, long since) {
    long now = System.nanoTime();
    steps.put(name, now - since);
    return now;
  }

  private static ManagedChannel connect(String socket, EventLoopGroup loop) {
    return NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
        .channelType(NioDomainSocketChannel.class)
        .eventLoopGroup(loop)
        .overrideAuthority("localhost")
        .usePlaintext()
        .build();
  }

  /**
   * In namespace default, and with a lease, so that what a round makes is no garbage before it is
   * used.
   */
  private static Channel prepared(ManagedChannel connection) {
    Channel channel = with(connection, "containerd-namespace", "default");
    var lease =
        LeasesGrpc.newBlockingStub(channel)
            .create(dev.stevedore.lib.containerdapi.leases.CreateRequest.getDefaultInstance());
    return with(channel, "containerd-lease", lease.getLease().getId());
  }

  private static Channel with(Channel channel, String key, String value) {
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER), value);
    return ClientInterceptors.intercept(
        channel, MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  public static void main(String[] args) throws Exception {
    Logs.toStderr(Level.WARN);
    int rounds = Integer.parseInt(args[0]);
    int warmup = Integer.parseInt(args[1]);
    EventLoopGroup loop = new NioEventLoopGroup(1);
    List<TaskCycle> sides = new ArrayList<>();
    for (int i = 3; i < args.length; i++) {
      int split = args[i].indexOf('=');
      ManagedChannel connection = connect(args[i].substring(split + 1), loop);
      sides.add(new TaskCycle(args[i].substring(0, split), prepared(connection)));
    }
    for (int round = 0; round < warmup + rounds; round++) {
      for (TaskCycle cycle : sides) {
        Map<String, Long> steps = cycle.run("api-" + round);
        if (round >= warmup) {
          note(args[2], cycle.side, steps);
        }
      }
    }
    System.exit(0);
  }

  private static void note(String prefix, String side, Map<String, Long> steps) throws IOException {
    for (var step : steps.entrySet()) {
      Files.writeString(
          Path.of(prefix + "-" + step.getKey() + "-" + side),
          step.getValue() / 1000 + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
  }
}
