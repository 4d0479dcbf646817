package dev.stevedore.containerd.metadata;

import com.google.protobuf.FieldMask;
import dev.stevedore.containerd.errors.Failure;
import java.util.Map;
import java.util.Optional;

/** Which labels an update with a field mask changes; the part that all kinds of things share. */
public final class FieldMasks {
  private static final String LABEL = "labels.";

  private FieldMasks() {}

  /** The key of a single label that a path names, if it does. */
  public static Optional<String> labelOf(String path) {
    return path.startsWith(LABEL) ? Optional.of(path.substring(LABEL.length())) : Optional.empty();
  }

  /**
   * The labels after an update that may change nothing else.
   *
   * @param mask what changes; empty is all labels
   * @param current the labels now; changed in place
   * @param wanted the labels of the request
   * @param what the thing, for the error about another path
   */
  public static void updateLabels(
      FieldMask mask, Map<String, String> current, Map<String, String> wanted, String what) {
    if (mask.getPathsCount() == 0) {
      replace(current, wanted);
    }
    for (String path : mask.getPathsList()) {
      Optional<String> label = labelOf(path);
      if (label.isPresent()) {
        Labels.copy(wanted, current, label.get());
      } else if (path.equals("labels")) {
        replace(current, wanted);
      } else {
        throw Failure.invalidArgument("cannot update \"" + path + "\" field on " + what);
      }
    }
    Labels.validate(current);
  }

  private static void replace(Map<String, String> current, Map<String, String> wanted) {
    current.clear();
    current.putAll(wanted);
  }
}
