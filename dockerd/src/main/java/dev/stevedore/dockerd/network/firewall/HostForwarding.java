package dev.stevedore.dockerd.network.firewall;

import dev.stevedore.dockerd.network.config.FirewallConfig;
import dev.stevedore.dockerd.network.host.EngineMark;
import dev.stevedore.dockerd.network.host.Forwarding;
import dev.stevedore.dockerd.network.host.Guard;
import dev.stevedore.dockerd.network.host.HostNetwork;
import dev.stevedore.dockerd.network.model.Network;
import dev.stevedore.dockerd.network.state.NetworkStore;
import dev.stevedore.dockerd.network.state.Registry;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Has packets forwarded that networks need, and the firewall guard the host against others. */
public final class HostForwarding implements AutoCloseable {
  private static final String SETTING = "forwarding";

  private final Registry registry;
  private final Firewall firewall;
  private final boolean guarded;
  private final FirewallConfig.Scope scope;
  private final EngineMark mark;
  private final Forwarding forwarding;

  /**
   * Takes up what an earlier daemon switched on.
   *
   * @param config whether forwarding is switched on, and the host is kept from becoming a router
   *     between its own links
   */
  public HostForwarding(
      HostNetwork host,
      Registry registry,
      NetworkStore store,
      Firewall firewall,
      FirewallConfig config)
      throws IOException {
    this.registry = registry;
    this.firewall = firewall;
    this.guarded = config.guarded();
    this.scope = config.scope();
    this.mark = new EngineMark(host);
    this.forwarding =
        new Forwarding(
            host,
            mark,
            new Forwarding.Memory() {
              @Override
              public Optional<String> read() {
                return store.setting(SETTING);
              }

              @Override
              public void write(String line) {
                store.set(SETTING, line);
              }
            });
  }

  /** Before these networks come up. */
  public void ensure(Collection<Network> networks) throws IOException {
    boolean v6 = networks.stream().anyMatch(n -> n.isBridge() && n.ipv6());
    Set<String> bridges = new HashSet<>();
    registry.all().stream().filter(Network::isBridge).forEach(n -> bridges.add(n.bridge()));
    if (scope.forwards()) {
      forwarding.enable(v6, bridges);
    }
    Guard guard = guarded ? forwarding.switched() : Guard.NONE;
    firewall.guard(new Guard(guard.links(), guard.v4() && scope.v4(), guard.v6() && scope.v6()));
  }

  /** When they are all gone. */
  public void retire() throws IOException {
    forwarding.retire();
  }

  @Override
  public void close() {
    mark.close();
  }
}
