package dev.stevedore.runc.command;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.PrettyPrint;
import dev.stevedore.lib.oci.runtime.CapabilityNames;
import dev.stevedore.lib.oci.runtime.NamespaceType;
import dev.stevedore.lib.oci.runtime.SeccompAction;
import dev.stevedore.lib.oci.runtime.SeccompArch;
import dev.stevedore.lib.oci.runtime.SeccompOperator;
import dev.stevedore.lib.oci.runtime.Spec;
import dev.stevedore.runc.cli.Arguments;
import dev.stevedore.runc.cli.Flag;
import dev.stevedore.runc.config.Annotations;
import dev.stevedore.runc.mount.MountOptionNames;
import dev.stevedore.runc.process.ProcessSettings;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Prints what this runtime can do (features.md). */
public final class FeaturesCommand implements Command {
  private static final List<String> SECCOMP_FLAGS =
      List.of(
          "SECCOMP_FILTER_FLAG_LOG",
          "SECCOMP_FILTER_FLAG_SPEC_ALLOW",
          "SECCOMP_FILTER_FLAG_TSYNC",
          "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV");

  @Override
  public String name() {
    return "features";
  }

  @Override
  public String summary() {
    return "show the enabled features";
  }

  @Override
  public String operands() {
    return "";
  }

  @Override
  public List<Flag> flags() {
    return List.of();
  }

  @Override
  public int run(Arguments arguments, Context context) {
    Context.operands(this, arguments, 0, 0);
    JsonObject features =
        new JsonObject()
            .add("ociVersionMin", "1.0.0")
            .add("ociVersionMax", Spec.VERSION)
            .add(
                "hooks",
                array(
                    Stream.of(
                        "prestart",
                        "createRuntime",
                        "createContainer",
                        "startContainer",
                        "poststart",
                        "poststop")))
            .add("mountOptions", array(MountOptionNames.all().stream()))
            .add("linux", linux())
            .add(
                "annotations",
                new JsonObject().add("org.opencontainers.runc.checkpoint.enabled", "true"))
            .add(
                "potentiallyUnsafeConfigAnnotations",
                array(
                    Stream.of(
                        Annotations.SYSTEMD_PROPERTY,
                        Annotations.HOOKS_STDOUT,
                        Annotations.HOOKS_STDERR,
                        Annotations.PIDFD_RECEIVER,
                        Annotations.KEEP_GROUPS)));
    context.print(features.toString(PrettyPrint.indentWithSpaces(4)) + "\n");
    return 0;
  }

  private static JsonObject linux() {
    return new JsonObject()
        .add(
            "namespaces",
            array(Arrays.stream(NamespaceType.values()).map(NamespaceType::specName).sorted()))
        .add("capabilities", array(CapabilityNames.ALL.stream()))
        .add(
            "cgroup",
            new JsonObject()
                .add("v1", true)
                .add("v2", true)
                .add("systemd", true)
                .add("systemdUser", true)
                .add("rdma", true))
        .add("seccomp", seccomp())
        .add("apparmor", enabled(true))
        .add("selinux", enabled(true))
        .add("intelRdt", enabled(true).add("schemata", true).add("monitoring", true))
        .add("memoryPolicy", memoryPolicy())
        .add("mountExtensions", new JsonObject().add("idmap", enabled(true)))
        .add("netDevices", enabled(true));
  }

  private static JsonObject seccomp() {
    return new JsonObject()
        .add("enabled", true)
        .add("actions", array(Arrays.stream(SeccompAction.values()).map(SeccompAction::specName)))
        .add(
            "operators",
            array(Arrays.stream(SeccompOperator.values()).map(SeccompOperator::specName)))
        .add("archs", array(Arrays.stream(SeccompArch.values()).map(SeccompArch::specName)))
        .add("knownFlags", array(SECCOMP_FLAGS.stream()))
        .add("supportedFlags", array(SECCOMP_FLAGS.stream()));
  }

  private static JsonObject memoryPolicy() {
    return new JsonObject()
        .add("modes", array(ProcessSettings.MEMORY_MODES.stream()))
        .add("flags", array(ProcessSettings.MEMORY_FLAGS.stream()));
  }

  private static JsonObject enabled(boolean enabled) {
    return new JsonObject().add("enabled", enabled);
  }

  private static JsonArray array(Stream<String> values) {
    JsonArray array = new JsonArray();
    values.forEach(value -> array.add(Json.value(value)));
    return array;
  }
}
