package dev.stevedore.containerd.images;

import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.metadata.FieldMasks;
import dev.stevedore.containerd.metadata.Labels;
import dev.stevedore.containerd.metadata.Times;
import dev.stevedore.lib.containerdapi.images.Image;
import dev.stevedore.lib.containerdapi.images.UpdateImageRequest;
import dev.stevedore.lib.containerdapi.types.Descriptor;
import dev.stevedore.lib.oci.image.Digest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What an image must have, and what an update changes. */
final class ImageRules {
  private static final String ANNOTATION = "annotations.";

  private ImageRules() {}

  static void validate(Image image) {
    if (image.getName().isEmpty()) {
      throw Failure.invalidArgument("image name must not be empty");
    }
    Labels.validate(image.getLabelsMap());
    Descriptor target = image.getTarget();
    try {
      Digest.parse(target.getDigest());
    } catch (IllegalArgumentException e) {
      throw Failure.invalidArgument(
          "Target.Digest \"" + target.getDigest() + "\" invalid: " + e.getMessage());
    }
    if (target.getSize() <= 0) {
      throw Failure.invalidArgument("Target.Size must be greater than zero");
    }
    if (target.getMediaType().isEmpty()) {
      throw Failure.invalidArgument("Target.MediaType must be set");
    }
  }

  static Image updated(Image current, UpdateImageRequest request) {
    Image wanted = request.getImage();
    Image.Builder updated = current.toBuilder();
    if (request.getUpdateMask().getPathsCount() == 0) {
      updated = wanted.toBuilder().setCreatedAt(current.getCreatedAt());
    }
    for (String path : request.getUpdateMask().getPathsList()) {
      change(updated, wanted, path);
    }
    updated.setUpdatedAt(request.hasSourceDateEpoch() ? request.getSourceDateEpoch() : Times.now());
    Image image = updated.build();
    validate(image);
    return image;
  }

  private static void change(Image.Builder updated, Image wanted, String path) {
    Optional<String> label = FieldMasks.labelOf(path);
    if (label.isPresent()) {
      Map<String, String> labels = new HashMap<>(updated.getLabelsMap());
      Labels.copy(wanted.getLabelsMap(), labels, label.get());
      updated.clearLabels().putAllLabels(labels);
      return;
    }
    if (path.startsWith(ANNOTATION)) {
      Map<String, String> annotations = new HashMap<>(updated.getTarget().getAnnotationsMap());
      Labels.copy(
          wanted.getTarget().getAnnotationsMap(), annotations, path.substring(ANNOTATION.length()));
      updated.getTargetBuilder().clearAnnotations().putAllAnnotations(annotations);
      return;
    }
    switch (path) {
      case "labels" -> updated.clearLabels().putAllLabels(wanted.getLabelsMap());
      case "target" -> updated.setTarget(wanted.getTarget());
      case "annotations" ->
          updated
              .getTargetBuilder()
              .clearAnnotations()
              .putAllAnnotations(wanted.getTarget().getAnnotationsMap());
      default ->
          throw Failure.invalidArgument(
              "cannot update \"" + path + "\" field on image \"" + wanted.getName() + "\"");
    }
  }
}
