package dev.stevedore.runc.init;

import dev.stevedore.lib.oci.runtime.Namespace;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.Namespaces;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.namespace.NamespacePlan;
import java.util.ArrayList;
import java.util.List;

/** Joins namespaces by their paths. */
final class NamespaceJoins {
  private NamespaceJoins() {}

  /** Joins them in this order; all paths are opened before the first can change what they mean. */
  static void join(List<Namespace> namespaces) {
    List<Fd> opened = new ArrayList<>();
    for (Namespace namespace : namespaces) {
      try {
        opened.add(Files.openForReading(namespace.path()));
      } catch (PosixException e) {
        throw new RuncException(
            "unable to join the " + namespace.type().specName() + " namespace", e);
      }
    }
    for (int i = 0; i < opened.size(); i++) {
      Namespace namespace = namespaces.get(i);
      try (Fd fd = opened.get(i)) {
        Namespaces.join(fd, NamespacePlan.flag(namespace.type()));
      } catch (PosixException e) {
        throw new RuncException(
            "unable to join the "
                + namespace.type().specName()
                + " namespace "
                + namespace.path()
                + ": setns: "
                + e.errno().message());
      }
    }
  }
}
