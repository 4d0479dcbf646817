package dev.stevedore.containerd.tasks;

import dev.stevedore.containerd.containers.ContainerStore;
import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.errors.FailureKind;
import dev.stevedore.lib.containerdapi.containers.Container;
import dev.stevedore.lib.containerdapi.tasks.CheckpointTaskRequest;
import dev.stevedore.lib.containerdapi.tasks.CheckpointTaskResponse;
import dev.stevedore.lib.linux.Trees;
import dev.stevedore.lib.ttrpc.options.CheckpointOptions;
import dev.stevedore.lib.ttrpc.wire.Any;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Checkpoints of tasks.
 *
 * <pre>
 *   client                    this                    shim          runtime, criu
 *     Checkpoint        -&gt;
 *                             Checkpoint DIR     -&gt;
 *                                                     checkpoint -&gt; files in DIR
 *                             blobs: tar of DIR,
 *                                    specification
 *                       &lt;-  their descriptors
 *     blobs: the runtime's options, the changed files, an index of all; an image of the index
 * </pre>
 *
 * <p>A client that names a directory in its options gets the files there, and no blobs.
 */
final class Checkpoints {
  private final Tasks tasks;
  private final ContainerStore containers;
  private final CheckpointStore store;

  Checkpoints(Tasks tasks, ContainerStore containers, CheckpointStore store) {
    this.tasks = tasks;
    this.containers = containers;
    this.store = store;
  }

  CheckpointTaskResponse take(TaskId id, Optional<String> lease, CheckpointTaskRequest request)
      throws IOException {
    Container container = containers.get(id.namespace(), id.container());
    Optional<Any> options =
        request.hasOptions()
            ? Optional.ofNullable(Messages.toShim(Optional.of(request.getOptions())))
            : Optional.empty();
    String wanted = options.map(it -> imagePath(container, it)).orElse("");
    if (!wanted.isEmpty()) {
      checkpoint(id, wanted, options);
      return CheckpointTaskResponse.getDefaultInstance();
    }
    Path directory =
        Files.createTempDirectory(tasks.shim(id).bundle().work(), Bundle.CHECKPOINT_PREFIX);
    try {
      checkpoint(id, directory.toString(), options);
      return CheckpointTaskResponse.newBuilder()
          .addAllDescriptors(store.write(id.namespace(), lease, directory, container.getSpec()))
          .build();
    } finally {
      Trees.delete(directory);
    }
  }

  private static String imagePath(Container container, Any options) {
    if (options.is(CheckpointOptions.TYPE)) {
      return CheckpointOptions.decode(options.value()).imagePath();
    }
    String runtime = container.getRuntime().getName();
    if (runtime.startsWith("io.containerd.runc.")) {
      throw Failure.of(FailureKind.UNKNOWN, "invalid task checkpoint option for " + runtime);
    }
    return "";
  }

  private void checkpoint(TaskId id, String directory, Optional<Any> options) throws IOException {
    tasks.tell(
        id,
        shim ->
            shim.checkpoint()
                .checkpoint(
                    new dev.stevedore.lib.ttrpc.task.CheckpointTaskRequest(
                        id.container(), directory, options.orElse(null))));
  }
}
