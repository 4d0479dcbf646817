package dev.stevedore.lib.oci.runtime;

/** The kinds of namespaces (namespaces(7)). */
public enum NamespaceType {
  /** Process ids. */
  PID("pid"),
  /** Network devices, addresses, ports. */
  NETWORK("network"),
  /** Mounts. */
  MOUNT("mount"),
  /** System V IPC and POSIX message queues. */
  IPC("ipc"),
  /** Host and domain name. */
  UTS("uts"),
  /** User and group ids. */
  USER("user"),
  /** The view of cgroups. */
  CGROUP("cgroup"),
  /** Clocks. */
  TIME("time");

  private final String specName;

  NamespaceType(String specName) {
    this.specName = specName;
  }

  /** The name in JSON. */
  public String specName() {
    return specName;
  }

  /**
   * Finds it by its name in JSON.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static NamespaceType of(String specName) {
    for (var value : values()) {
      if (value.specName.equals(specName)) {
        return value;
      }
    }
    throw new IllegalArgumentException("unknown namespace type \"" + specName + "\"");
  }
}
