package dev.stevedore.containerd.introspection;

import com.google.protobuf.Any;
import com.google.protobuf.Empty;
import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.errors.FailureKind;
import dev.stevedore.containerd.filters.Fields;
import dev.stevedore.containerd.filters.Filter;
import dev.stevedore.containerd.server.Rpc;
import dev.stevedore.containerd.tasks.Tasks;
import dev.stevedore.lib.containerdapi.introspection.IntrospectionGrpc;
import dev.stevedore.lib.containerdapi.introspection.Plugin;
import dev.stevedore.lib.containerdapi.introspection.PluginInfoRequest;
import dev.stevedore.lib.containerdapi.introspection.PluginInfoResponse;
import dev.stevedore.lib.containerdapi.introspection.PluginsRequest;
import dev.stevedore.lib.containerdapi.introspection.PluginsResponse;
import dev.stevedore.lib.containerdapi.introspection.ServerResponse;
import dev.stevedore.lib.containerdapi.types.RuntimeInfo;
import dev.stevedore.lib.containerdapi.types.RuntimeRequest;
import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.FileStatus;
import dev.stevedore.lib.linux.OpenFlags;
import dev.stevedore.lib.linux.Openat2;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** The introspection service. */
public final class IntrospectionService extends IntrospectionGrpc.IntrospectionImplBase {
  private final Plugins plugins;
  private final Tasks tasks;
  private final String uuid;

  private IntrospectionService(Plugins plugins, Tasks tasks, String uuid) {
    this.plugins = plugins;
    this.tasks = tasks;
    this.uuid = uuid;
  }

  /**
   * Serves what is known about this containerd. Its uuid is kept in its root directory.
   *
   * @param tasks know what a runtime can do
   * @param directory this service's own, below the root
   */
  public static IntrospectionService create(Plugins plugins, Tasks tasks, Path directory)
      throws IOException {
    Files.createDirectories(directory);
    Path file = directory.resolve("uuid");
    if (!Files.exists(file)) {
      Files.writeString(file, UUID.randomUUID().toString());
    }
    return new IntrospectionService(plugins, tasks, Files.readString(file).strip());
  }

  @Override
  public void plugins(PluginsRequest request, StreamObserver<PluginsResponse> observer) {
    Rpc.answer(
        observer,
        () -> {
          Predicate<Fields> filter = Filter.any(request.getFiltersList());
          return PluginsResponse.newBuilder()
              .addAllPlugins(
                  plugins.all().stream().filter(plugin -> filter.test(fieldsOf(plugin))).toList())
              .build();
        });
  }

  private static Fields fieldsOf(Plugin plugin) {
    return path ->
        switch (path.getFirst()) {
          case "type" -> Fields.of(plugin.getType());
          case "id" -> Fields.of(plugin.getId());
          case "capabilities" -> Fields.of(String.join(",", plugin.getCapabilitiesList()));
          default -> Optional.empty();
        };
  }

  @Override
  public void server(Empty request, StreamObserver<ServerResponse> observer) {
    Rpc.answer(
        observer,
        () ->
            ServerResponse.newBuilder()
                .setUuid(uuid)
                .setPid(ProcessHandle.current().pid())
                .setPidns(pidNamespace())
                .build());
  }

  private static long pidNamespace() throws IOException {
    try (Fd namespace = Openat2.open(Fd.CWD, "/proc/self/ns/pid", OpenFlags.O_RDONLY, 0, 0)) {
      return FileStatus.of(namespace).inode();
    }
  }

  @Override
  public void pluginInfo(PluginInfoRequest request, StreamObserver<PluginInfoResponse> observer) {
    Rpc.answer(
        observer,
        () -> {
          Plugin plugin =
              plugins.all().stream()
                  .filter(it -> it.getType().equals(request.getType()))
                  .filter(it -> it.getId().equals(request.getId()))
                  .findFirst()
                  .orElseThrow(
                      () ->
                          Failure.notFound("plugin " + request.getType() + "." + request.getId()));
          PluginInfoResponse.Builder response = PluginInfoResponse.newBuilder().setPlugin(plugin);
          if (request.hasOptions()) {
            response.setExtra(extra(plugin, request.getOptions()));
          }
          return response.build();
        });
  }

  /** What a plugin answers to a question of its own. */
  private Any extra(Plugin plugin, Any question) throws IOException, InterruptedException {
    if (!plugin.getType().equals(Plugins.RUNTIME)
        || !question.getTypeUrl().endsWith(RuntimeRequest.getDescriptor().getFullName())) {
      throw Failure.of(
          FailureKind.NOT_IMPLEMENTED,
          "plugin "
              + plugin.getType()
              + "."
              + plugin.getId()
              + " does not support "
              + question.getTypeUrl());
    }
    RuntimeInfo info = tasks.runtimeInfo(RuntimeRequest.parseFrom(question.getValue()));
    // containerd's clients know the type by its bare name.
    return Any.newBuilder()
        .setTypeUrl(RuntimeInfo.getDescriptor().getFullName())
        .setValue(info.toByteString())
        .build();
  }
}
