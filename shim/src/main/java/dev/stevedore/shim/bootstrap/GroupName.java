package dev.stevedore.shim.bootstrap;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonValue;
import com.eclipsesource.json.ParseException;
import java.util.List;
import java.util.Optional;

/**
 * Containers that share one shim: those of a Kubernetes pod, or those that say so themselves.
 *
 * <p>Most containers are alone, and the process that reads this becomes their server: so the file
 * is searched in pieces for the annotations' names before it is worth reading as JSON, which would
 * cost the server memory for its whole life.
 */
final class GroupName {
  /** In the order in which they count. */
  static final List<String> ANNOTATIONS =
      List.of("io.containerd.runc.v2.group", "io.kubernetes.cri.sandbox-id");

  private GroupName() {}

  /** The group that the specification {@code json} names; empty for a container that is alone. */
  static Optional<String> in(String json) {
    try {
      JsonValue annotations = Json.parse(json).asObject().get("annotations");
      if (annotations == null || !annotations.isObject()) {
        return Optional.empty();
      }
      for (String name : ANNOTATIONS) {
        JsonValue group = annotations.asObject().get(name);
        if (group != null && group.isString()) {
          return Optional.of(group.asString());
        }
      }
      return Optional.empty();
    } catch (ParseException | UnsupportedOperationException e) {
      return Optional.empty(); // the runtime will say what is wrong with it
    }
  }

  /** Whether the bytes hold one of the names, as they would in JSON. */
  static boolean mayBeIn(byte[] bytes, int length) {
    for (String name : ANNOTATIONS) {
      if (holds(bytes, length, name)) {
        return true;
      }
    }
    return false;
  }

  /** How many bytes of a piece the next one must start with again. */
  static int overlap() {
    int longest = 0;
    for (String name : ANNOTATIONS) {
      longest = Math.max(longest, name.length());
    }
    return longest - 1;
  }

  private static boolean holds(byte[] bytes, int length, String name) {
    for (int start = 0; start + name.length() <= length; start++) {
      int matched = 0;
      while (matched < name.length() && bytes[start + matched] == name.charAt(matched)) {
        matched++;
      }
      if (matched == name.length()) {
        return true;
      }
    }
    return false;
  }
}
