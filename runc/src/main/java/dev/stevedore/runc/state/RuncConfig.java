package dev.stevedore.runc.state;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;
import dev.stevedore.lib.oci.runtime.Hook;
import dev.stevedore.lib.oci.runtime.Hooks;
import dev.stevedore.lib.oci.runtime.Linux;
import dev.stevedore.lib.oci.runtime.Namespace;
import dev.stevedore.lib.oci.runtime.NamespaceType;
import dev.stevedore.lib.oci.runtime.Root;
import dev.stevedore.lib.oci.runtime.Spec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The {@code config} of a state.json as runc has it: a form of its own, and not config.json's. So
 * much of it is written that runc can list, signal and delete a container of ours, and so much read
 * that a container of its can be here.
 */
final class RuncConfig {
  private static final String BUNDLE_LABEL = "bundle=";
  private static final long SECOND = 1_000_000_000L;

  private RuncConfig() {}

  /** Writes it. */
  static JsonObject toJson(
      Spec spec, String id, String rootfs, String bundle, boolean keepsKeyring) {
    List<String> labels = new ArrayList<>();
    spec.annotations().forEach((key, value) -> labels.add(key + "=" + value));
    labels.add(BUNDLE_LABEL + bundle);
    Hooks hooks = spec.hooks().orElse(Hooks.NONE);
    return new ObjectWriter()
        .value("rootfs", rootfs)
        .list("namespaces", namespaces(spec), RuncConfig::toJson)
        // Without a resource among them runc takes them for not there.
        .value("cgroups", new JsonObject().add("name", id).add("path", "").add("memory", 0))
        .value("Hooks", hooks(hooks))
        .value("version", spec.ociVersion())
        .strings("labels", labels)
        .bool("no_new_keyring", keepsKeyring)
        .toJson();
  }

  /** Where the bundle is. */
  static String bundle(ObjectReader config) {
    // The last one is it; an annotation may have the same name.
    for (String label : config.strings("labels").reversed()) {
      if (label.startsWith(BUNDLE_LABEL)) {
        return label.substring(BUNDLE_LABEL.length());
      }
    }
    return "";
  }

  /** What there is to know of a container that runc has made; it has no process. */
  static Spec read(ObjectReader config) {
    Map<String, String> annotations = new LinkedHashMap<>();
    for (String label : config.strings("labels")) {
      int equals = label.indexOf('=');
      if (equals > 0 && !label.startsWith(BUNDLE_LABEL)) {
        annotations.put(label.substring(0, equals), label.substring(equals + 1));
      }
    }
    Hooks hooks = config.object("Hooks", RuncConfig::readHooks).orElse(Hooks.NONE);
    return Spec.builder()
        .ociVersion(config.string("version", Spec.VERSION))
        .root(new Root(config.string("rootfs"), false))
        .annotations(annotations)
        .hooks(hooks)
        .linux(
            Linux.builder()
                .namespaces(config.list("namespaces", RuncConfig::readNamespace))
                .build())
        .build();
  }

  private static List<Namespace> namespaces(Spec spec) {
    return spec.linux().map(Linux::namespaces).orElse(List.of());
  }

  private static JsonValue toJson(Namespace namespace) {
    return new JsonObject().add("type", name(namespace.type())).add("path", namespace.path());
  }

  private static Namespace readNamespace(ObjectReader in) {
    return new Namespace(in.parsed("type", RuncConfig::type), in.string("path", ""));
  }

  /** Those that come after create. */
  private static JsonObject hooks(Hooks hooks) {
    return new JsonObject()
        .add("poststart", hooks(hooks.poststart()))
        .add("poststop", hooks(hooks.poststop()));
  }

  private static Hooks readHooks(ObjectReader in) {
    return new Hooks(
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        in.list("poststart", RuncConfig::readHook),
        in.list("poststop", RuncConfig::readHook));
  }

  private static JsonArray hooks(List<Hook> hooks) {
    JsonArray array = new JsonArray();
    for (Hook hook : hooks) {
      JsonValue timeout =
          hook.timeout().isPresent() ? Json.value(hook.timeout().getAsInt() * SECOND) : Json.NULL;
      array.add(hook.toJson().set("dir", "").set("timeout", timeout));
    }
    return array;
  }

  private static Hook readHook(ObjectReader in) {
    long nanos = in.int64("timeout", 0);
    return new Hook(
        in.string("path"),
        in.strings("args"),
        in.strings("env"),
        nanos <= 0
            ? OptionalInt.empty()
            : OptionalInt.of(Math.clamp(nanos / SECOND, 1, Integer.MAX_VALUE / 1000)));
  }

  private static String name(NamespaceType type) {
    return switch (type) {
      case PID -> "NEWPID";
      case NETWORK -> "NEWNET";
      case MOUNT -> "NEWNS";
      case IPC -> "NEWIPC";
      case UTS -> "NEWUTS";
      case USER -> "NEWUSER";
      case CGROUP -> "NEWCGROUP";
      case TIME -> "NEWTIME";
    };
  }

  private static NamespaceType type(String name) {
    for (NamespaceType type : NamespaceType.values()) {
      if (name(type).equals(name)) {
        return type;
      }
    }
    throw new IllegalArgumentException("unknown namespace \"" + name + "\"");
  }
}
