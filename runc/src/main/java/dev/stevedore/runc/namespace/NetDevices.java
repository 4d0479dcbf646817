package dev.stevedore.runc.namespace;

import dev.stevedore.lib.oci.runtime.NetDevice;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.Namespaces;
import dev.stevedore.lib.posix.NetworkLinks;
import dev.stevedore.lib.posix.Pipe;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.lib.posix.Utf8;
import dev.stevedore.runc.RuncException;
import java.util.List;
import java.util.Map;

/**
 * Network devices of the host that become the container's (config-linux.md, "Network Devices"):
 * they move into its network namespace, and keep their addresses.
 */
public final class NetDevices {
  private NetDevices() {}

  /**
   * Moves them.
   *
   * @param devices by their names here
   * @param pid a process of the container's network namespace
   */
  public static void move(Map<String, NetDevice> devices, int pid) {
    if (devices.isEmpty()) {
      return;
    }
    try (Fd namespace = Files.openForReading("/proc/" + pid + "/ns/net")) {
      devices.forEach(
          (here, device) -> move(here, device.name().isEmpty() ? here : device.name(), namespace));
    }
  }

  private static void move(String here, String there, Fd namespace) {
    List<NetworkLinks.Address> addresses;
    try (NetworkLinks links = NetworkLinks.open()) {
      int index = links.index(here);
      addresses = links.addresses(index);
      links.move(index, there, namespace);
    } catch (PosixException e) {
      throw new RuncException("unable to move the network device \"" + here + "\"", e);
    }
    String problem = inside(namespace, there, addresses);
    if (!problem.isEmpty()) {
      throw new RuncException("unable to set up the network device \"" + there + "\": " + problem);
    }
  }

  /** In a process of its own, since this one stays in its network namespace. */
  private static String inside(Fd namespace, String name, List<NetworkLinks.Address> addresses) {
    try (Pipe report = Pipe.open()) {
      int pid = Processes.fork();
      if (pid == 0) {
        try {
          Namespaces.join(namespace, Namespaces.NETWORK);
          try (NetworkLinks links = NetworkLinks.open()) {
            int index = links.index(name);
            addresses.forEach(address -> links.add(index, address));
            links.bringUp(index);
          }
        } catch (PosixException e) {
          report.writer().writeAll(String.valueOf(e.getMessage()));
        }
        throw Processes.exit(0);
      }
      report.writer().close();
      String problem = Utf8.decode(report.reader().readAll());
      Processes.await(pid);
      return problem;
    }
  }
}
