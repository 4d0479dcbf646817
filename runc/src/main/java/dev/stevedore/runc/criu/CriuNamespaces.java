package dev.stevedore.runc.criu;

import dev.stevedore.lib.oci.runtime.NamespaceType;

/** Namespaces that a container has joined, which CRIU leaves as they are. */
final class CriuNamespaces {
  private CriuNamespaces() {}

  /** Those that CRIU can be told of. */
  static boolean isExternal(NamespaceType type) {
    return type == NamespaceType.NETWORK || type == NamespaceType.PID;
  }

  /** CRIU's name for the kind. */
  static String name(NamespaceType type) {
    return type == NamespaceType.NETWORK ? "net" : "pid";
  }

  /** The name in the images; it is runc's. */
  static String key(NamespaceType type) {
    return type == NamespaceType.NETWORK ? "extRootNetNS" : "extRootPidNS";
  }
}
