package dev.stevedore.containerd.tasks;

import com.google.protobuf.Any;
import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.filters.Fields;
import dev.stevedore.containerd.filters.Filter;
import dev.stevedore.containerd.metadata.Times;
import dev.stevedore.lib.containerdapi.tasks.MetricsRequest;
import dev.stevedore.lib.containerdapi.tasks.MetricsResponse;
import dev.stevedore.lib.containerdapi.types.Metric;
import dev.stevedore.lib.ttrpc.TtrpcException;
import dev.stevedore.lib.ttrpc.task.StatsRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What the tasks of a namespace use, as their shims read it from the cgroups. */
final class TaskMetrics {
  private final Tasks tasks;

  TaskMetrics(Tasks tasks) {
    this.tasks = tasks;
  }

  MetricsResponse of(String namespace, MetricsRequest request) {
    Predicate<Fields> filter = Filter.any(request.getFiltersList());
    List<Shim> asked =
        tasks.shims(namespace).stream()
            .filter(shim -> filter.test(fieldsOf(shim.bundle().id())))
            .toList();
    return MetricsResponse.newBuilder()
        .addAllMetrics(Tasks.askAll(asked, TaskMetrics::metric))
        .build();
  }

  private static Fields fieldsOf(TaskId id) {
    return path ->
        switch (path.getFirst()) {
          case "id" -> Fields.of(id.container());
          case "namespace" -> Fields.of(id.namespace());
          default -> Optional.empty();
        };
  }

  private static Optional<Metric> metric(Shim shim) {
    String container = shim.bundle().id().container();
    try {
      Optional<Any> data =
          Messages.fromShim(shim.forList().stats(new StatsRequest(container)).stats());
      return data.map(
          it -> Metric.newBuilder().setId(container).setTimestamp(Times.now()).setData(it).build());
    } catch (TtrpcException | IOException | Failure e) {
      // It ended just now, or hangs; the others are read all the same.
      return Optional.empty();
    }
  }
}
