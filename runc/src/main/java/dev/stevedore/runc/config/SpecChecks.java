package dev.stevedore.runc.config;

import dev.stevedore.lib.oci.runtime.Linux;
import dev.stevedore.lib.oci.runtime.Namespace;
import dev.stevedore.lib.oci.runtime.NamespaceType;
import dev.stevedore.lib.oci.runtime.Process;
import dev.stevedore.lib.oci.runtime.Spec;
import dev.stevedore.runc.RuncException;
import java.util.HashSet;
import java.util.Set;

/** Whether a configuration makes sense, before anything is made for it. */
public final class SpecChecks {
  private final Linux linux;
  private final Set<NamespaceType> namespaces = new HashSet<>();

  private SpecChecks(Linux linux) {
    this.linux = linux;
  }

  /**
   * Checks all of it.
   *
   * @throws RuncException that says what is wrong
   */
  public static void check(Spec spec) {
    require(
        spec.ociVersion().startsWith("1."),
        "unsupported ociVersion \"" + spec.ociVersion() + "\": want 1.x");
    require(spec.root().isPresent(), "root must be specified");
    require(spec.process().isPresent(), "process property must not be empty");
    SpecChecks checks = new SpecChecks(spec.linux().orElseGet(() -> Linux.builder().build()));
    checks.namespaces();
    checks.names(spec);
    SysctlChecks.check(spec, checks.linux, checks.namespaces);
    checks.devices();
    FieldChecks.check(spec);
    check(spec.process().orElseThrow());
  }

  /**
   * Checks a process, the container's or one for exec.
   *
   * @throws RuncException that says what is wrong
   */
  public static void check(Process process) {
    require(!process.cwd().isEmpty(), "Cwd property must not be empty");
    require(process.cwd().startsWith("/"), "Cwd must be an absolute path");
    require(!process.args().isEmpty(), "args must not be empty");
    FieldChecks.check(process);
    process.scheduler().ifPresent(SchedulerChecks::check);
  }

  private void namespaces() {
    for (Namespace namespace : linux.namespaces()) {
      require(
          namespaces.add(namespace.type()),
          "malformed spec file: duplicated ns \"" + namespace.type().specName() + "\"");
    }
    boolean hasMappings = !linux.uidMappings().isEmpty() || !linux.gidMappings().isEmpty();
    if (namespaces.contains(NamespaceType.USER)) {
      require(
          hasMappings || !pathOf(NamespaceType.USER).isEmpty(),
          "user namespaces enabled, but no namespace path to join nor mappings to apply specified");
    } else {
      require(
          !hasMappings,
          "user namespace mappings specified, but user namespace isn't enabled in the config");
    }
    if (!linux.timeOffsets().isEmpty()) {
      require(
          namespaces.contains(NamespaceType.TIME),
          "time namespace offsets specified, but time namespace isn't enabled in the config");
      require(
          pathOf(NamespaceType.TIME).isEmpty(),
          "time namespace enabled, but both namespace path and time offsets specified");
    }
  }

  private void names(Spec spec) {
    boolean hasUts = namespaces.contains(NamespaceType.UTS);
    require(
        spec.hostname().isEmpty() || hasUts,
        "unable to set hostname without a private UTS namespace");
    require(
        spec.domainname().isEmpty() || hasUts,
        "unable to set domainname without a private UTS namespace");
  }

  private void devices() {
    linux.intelRdt().ifPresent(IntelRdtChecks::check);
    require(
        linux.netDevices().isEmpty() || namespaces.contains(NamespaceType.NETWORK),
        "linux.netDevices needs a network namespace of the container");
  }

  private String pathOf(NamespaceType type) {
    return linux.namespaces().stream()
        .filter(namespace -> namespace.type() == type)
        .map(Namespace::path)
        .findFirst()
        .orElse("");
  }

  private static void require(boolean condition, String problem) {
    if (!condition) {
      throw new RuncException(problem);
    }
  }
}
