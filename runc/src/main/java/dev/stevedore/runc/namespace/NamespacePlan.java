package dev.stevedore.runc.namespace;

import dev.stevedore.lib.oci.runtime.Namespace;
import dev.stevedore.lib.oci.runtime.NamespaceType;
import dev.stevedore.lib.posix.Namespaces;
import java.util.List;

/**
 * Which namespaces init is born into, which it joins, and which it makes later itself.
 *
 * <p>Most are made by the clone3(2) that makes init. Two come later: a cgroup namespace shows the
 * cgroup in which it was made as its root, so init has to be in the container's cgroup first; a
 * time namespace is made by unshare(2) alone.
 *
 * @param create flags of new namespaces for clone3
 * @param join those that are joined by path, a user namespace first
 * @param newCgroup whether to make a cgroup namespace once init is in its cgroup
 * @param newTime whether to make a time namespace
 */
public record NamespacePlan(int create, List<Namespace> join, boolean newCgroup, boolean newTime) {
  /** Sorts the namespaces of config.json. */
  public static NamespacePlan of(List<Namespace> namespaces) {
    int create = 0;
    for (Namespace namespace : namespaces) {
      if (namespace.isNew()
          && namespace.type() != NamespaceType.CGROUP
          && namespace.type() != NamespaceType.TIME) {
        create |= flag(namespace.type());
      }
    }
    List<Namespace> join =
        namespaces.stream()
            .filter(namespace -> !namespace.isNew())
            .sorted(
                (a, b) ->
                    Boolean.compare(b.type() == NamespaceType.USER, a.type() == NamespaceType.USER))
            .toList();
    return new NamespacePlan(
        create,
        join,
        isNew(namespaces, NamespaceType.CGROUP),
        isNew(namespaces, NamespaceType.TIME));
  }

  /** The flags of all namespaces of a container that are not its creator's: those exec joins. */
  public static int flagsOfAll(List<Namespace> namespaces) {
    int flags = 0;
    for (Namespace namespace : namespaces) {
      flags |= flag(namespace.type());
    }
    return flags;
  }

  /** The flag of clone, unshare and setns. */
  public static int flag(NamespaceType type) {
    return switch (type) {
      case PID -> Namespaces.PID;
      case NETWORK -> Namespaces.NETWORK;
      case MOUNT -> Namespaces.MOUNT;
      case IPC -> Namespaces.IPC;
      case UTS -> Namespaces.UTS;
      case USER -> Namespaces.USER;
      case CGROUP -> Namespaces.CGROUP;
      case TIME -> Namespaces.TIME;
    };
  }

  public boolean createsUser() {
    return (create & Namespaces.USER) != 0;
  }

  /** Whether init stays in its creator's mount namespace. */
  public boolean sharesMounts() {
    return (create & Namespaces.MOUNT) == 0 && !joins(NamespaceType.MOUNT);
  }

  public boolean createsNetwork() {
    return (create & Namespaces.NETWORK) != 0;
  }

  /** Whether init is in another user namespace than its creator. */
  public boolean changesUser() {
    return createsUser() || joins(NamespaceType.USER);
  }

  /**
   * Whether a process in between has to join first and make init then. New namespaces belong to the
   * user namespace they are made in, only children are born into a pid or time namespace that was
   * joined, and who is in a new user namespace may join nothing outside of it.
   */
  public boolean needsIntermediate() {
    return joins(NamespaceType.USER)
        || joins(NamespaceType.PID)
        || joins(NamespaceType.TIME)
        || (createsUser() && !join.isEmpty());
  }

  private boolean joins(NamespaceType type) {
    return join.stream().anyMatch(namespace -> namespace.type() == type);
  }

  private static boolean isNew(List<Namespace> namespaces, NamespaceType type) {
    return namespaces.stream().anyMatch(n -> n.type() == type && n.isNew());
  }
}
