package dev.stevedore.runc.config;

import dev.stevedore.lib.oci.runtime.Linux;
import dev.stevedore.lib.oci.runtime.NamespaceType;
import dev.stevedore.lib.oci.runtime.Spec;
import dev.stevedore.runc.RuncException;
import java.util.List;
import java.util.Set;

/** Which kernel parameters a container may set: those that its own namespaces keep to itself. */
final class SysctlChecks {
  private static final List<String> IPC =
      List.of(
          "kernel.msgmax",
          "kernel.msgmnb",
          "kernel.msgmni",
          "kernel.sem",
          "kernel.shmall",
          "kernel.shmmax",
          "kernel.shmmni",
          "kernel.shm_rmid_forced");

  private SysctlChecks() {}

  static void check(Spec spec, Linux linux, Set<NamespaceType> namespaces) {
    linux
        .sysctl()
        .forEach(
            (key, value) -> {
              // With ".." in between the name would begin in one place and end in another.
              require(Sysctls.isPlain(key), key, "is not the name of a kernel parameter");
              String dotted = Sysctls.dotted(key);
              check(dotted, namespaces);
              boolean isOther = !spec.domainname().isEmpty() && !spec.domainname().equals(value);
              require(
                  !dotted.equals("kernel.domainname") || !isOther,
                  key,
                  "is not allowed as it conflicts with the OCI \"domainname\" field");
            });
  }

  private static void check(String key, Set<NamespaceType> namespaces) {
    if (IPC.contains(key) || key.startsWith("fs.mqueue.")) {
      require(
          namespaces.contains(NamespaceType.IPC), key, "is not allowed in the hosts ipc namespace");
    } else if (key.startsWith("net.")) {
      require(
          namespaces.contains(NamespaceType.NETWORK), key, "not allowed in host network namespace");
    } else if (key.equals("kernel.domainname")) {
      require(namespaces.contains(NamespaceType.UTS), key, "is not in a separate kernel namespace");
    } else if (key.equals("kernel.hostname")) {
      require(false, key, "is not allowed as it conflicts with the OCI \"hostname\" field");
    } else if (key.startsWith("user.")) {
      require(
          namespaces.contains(NamespaceType.USER), key, "needs a user namespace of the container");
    } else {
      require(false, key, "is not in a separate kernel namespace");
    }
  }

  private static void require(boolean condition, String key, String problem) {
    if (!condition) {
      throw new RuncException("sysctl \"" + key + "\" " + problem);
    }
  }
}
