package dev.stevedore.containerd.containers;

import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.metadata.FieldMasks;
import dev.stevedore.containerd.metadata.Labels;
import dev.stevedore.containerd.metadata.Times;
import dev.stevedore.containerd.server.RequestContext;
import dev.stevedore.lib.containerdapi.containers.Container;
import dev.stevedore.lib.containerdapi.containers.UpdateContainerRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a container must have, and what an update changes. */
final class ContainerRules {
  private static final String EXTENSION = "extensions.";
  private static final List<String> MUTABLE =
      List.of("labels", "spec", "extensions", "image", "snapshot_key");

  private ContainerRules() {}

  /** Refuses a container that cannot be, naming what was to be done with it. */
  static void validate(String operation, Container container) {
    try {
      validate(container);
    } catch (Failure e) {
      throw Failure.verbatim(e.kind(), operation + " failed validation: " + e.getMessage());
    }
  }

  private static void validate(Container container) {
    RequestContext.requireIdentifier("container.ID: ", container.getId());
    if (container.containsExtensions("")) {
      throw Failure.invalidArgument("container.Extension keys must not be zero-length");
    }
    Labels.validate(container.getLabelsMap());
    if (container.getRuntime().getName().isEmpty()) {
      throw Failure.invalidArgument("container.Runtime.Name must be set");
    }
    if (!container.hasSpec()) {
      throw Failure.invalidArgument("container.Spec must be set");
    }
    if (!container.getSnapshotKey().isEmpty() && container.getSnapshotter().isEmpty()) {
      throw Failure.invalidArgument(
          "container.Snapshotter must be set if container.SnapshotKey is set");
    }
  }

  static Container updated(Container current, UpdateContainerRequest request) {
    Container wanted = request.getContainer();
    List<String> paths = request.getUpdateMask().getPathsList();
    if (paths.isEmpty()) {
      requireSame("Snapshotter", current.getSnapshotter(), wanted.getSnapshotter());
      requireSame("Runtime.Name", current.getRuntime().getName(), wanted.getRuntime().getName());
      paths = MUTABLE;
    }
    Container.Builder updated = current.toBuilder();
    for (String path : paths) {
      change(updated, wanted, path);
    }
    Container container = updated.setUpdatedAt(Times.now()).build();
    validate("update", container);
    return container;
  }

  private static void requireSame(String field, String current, String wanted) {
    if (!current.equals(wanted)) {
      throw Failure.invalidArgument("container." + field + " field is immutable");
    }
  }

  private static void change(Container.Builder updated, Container wanted, String path) {
    Optional<String> label = FieldMasks.labelOf(path);
    if (label.isPresent()) {
      Map<String, String> labels = new HashMap<>(updated.getLabelsMap());
      Labels.copy(wanted.getLabelsMap(), labels, label.get());
      updated.clearLabels().putAllLabels(labels);
      return;
    }
    if (path.startsWith(EXTENSION)) {
      String key = path.substring(EXTENSION.length());
      if (wanted.containsExtensions(key)) {
        updated.putExtensions(key, wanted.getExtensionsOrThrow(key));
      } else {
        updated.removeExtensions(key);
      }
      return;
    }
    switch (path) {
      case "labels" -> updated.clearLabels().putAllLabels(wanted.getLabelsMap());
      case "spec" -> updated.setSpec(wanted.getSpec());
      case "extensions" -> updated.clearExtensions().putAllExtensions(wanted.getExtensionsMap());
      case "image" -> updated.setImage(wanted.getImage());
      case "snapshot_key", "snapshotkey" -> updated.setSnapshotKey(wanted.getSnapshotKey());
      default ->
          throw Failure.invalidArgument(
              "cannot update \"" + path + "\" field on \"" + wanted.getId() + "\"");
    }
  }
}
