package dev.stevedore.dockerd.config;

import ch.qos.logback.classic.Level;
import dev.stevedore.dockerd.container.config.ContainerDefaults;
import dev.stevedore.dockerd.network.config.FirewallConfig;
import dev.stevedore.dockerd.network.config.NetworkDefaults;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that the daemon is told, checked.
 *
 * @param hosts where it listens; at least one
 * @param dataRoot what must survive a reboot
 * @param execRoot what must not
 * @param pidfile where its process id is written
 * @param logLevel from which level on it logs; {@code --debug} makes it debug
 * @param debug whether {@code --debug} is on
 * @param group who may use the unix socket besides root
 * @param groupGiven whether the group was asked for, so that it must exist
 * @param containerdAddress the socket of a containerd to use; empty to start one
 * @param containerdBinary the containerd program to start; empty to look for ours
 * @param containerdNamespace the namespace for all of its objects in containerd
 * @param defaultRuntime the runtime of containers that name none; a key of {@code runtimes}
 * @param runtimes by name; {@code runc} is always there
 * @param init whether containers that do not say have an init
 * @param initPath the init program; empty to look for ours
 * @param labels of the engine, {@code key=value}
 * @param liveRestore whether containers stay up when the daemon stops
 * @param shutdownTimeout how long containers may take to stop with the daemon; empty for as long as
 *     it takes
 * @param containers what holds for containers that do not say otherwise
 * @param registries how registries are reached
 * @param tls how TCP is protected; empty if it is not
 * @param networks what holds for networks that do not say otherwise
 * @param firewall how published ports and the host are protected
 */
public record DaemonConfig(
    List<HostAddress> hosts,
    Path dataRoot,
    Path execRoot,
    Path pidfile,
    Level logLevel,
    boolean debug,
    String group,
    boolean groupGiven,
    Optional<Path> containerdAddress,
    Optional<String> containerdBinary,
    String containerdNamespace,
    String defaultRuntime,
    Map<String, RuntimeConfig> runtimes,
    boolean init,
    Optional<String> initPath,
    List<String> labels,
    boolean liveRestore,
    Optional<Duration> shutdownTimeout,
    ContainerDefaults containers,
    RegistryConfig registries,
    Optional<TlsConfig> tls,
    NetworkDefaults networks,
    FirewallConfig firewall) {

  /**
   * Returns how a container of this runtime runs: one of {@link #runtimes}, or a shim by its type
   * ({@code io.containerd.NAME.vN}) or by its absolute path.
   *
   * @param name the runtime's name; empty for the default
   */
  public Optional<RuntimeConfig> runtime(String name) {
    String wanted = name.isEmpty() ? defaultRuntime : name;
    RuntimeConfig known = runtimes.get(wanted);
    if (known != null) {
      return Optional.of(known);
    }
    boolean shim = wanted.startsWith("/") || wanted.matches("[a-z0-9-]+(\\.[a-z0-9-]+)*\\.v[0-9]+");
    return shim ? Optional.of(RuntimeConfig.ofShim(wanted)) : Optional.empty();
  }
}
