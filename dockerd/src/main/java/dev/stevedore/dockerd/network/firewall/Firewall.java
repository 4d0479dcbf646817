package dev.stevedore.dockerd.network.firewall;

import dev.stevedore.dockerd.network.config.FirewallConfig;
import dev.stevedore.dockerd.network.firewalld.Firewalld;
import dev.stevedore.dockerd.network.host.Guard;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What lets packets into containers and out of them. Each change is made at once or not at all, and
 * what is to be there is known here, too, so that it can be put back.
 */
public final class Firewall implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Firewall.class);

  private final Backend backend;
  private final Firewalld firewalld;
  private final FirewallConfig.Scope scope;
  private final Wanted wanted = new Wanted();
  private boolean installed;
  private Optional<Watch> watch = Optional.empty();

  /**
   * A firewall that is not installed yet.
   *
   * @param firewalld is told of bridges
   * @param scope for which versions rules are made
   */
  public Firewall(Backend backend, Firewalld firewalld, FirewallConfig.Scope scope) {
    this.backend = backend;
    this.firewalld = firewalld;
    this.scope = scope;
  }

  /** Whether it leads packets of a version to published ports. */
  public boolean leads(boolean v6) {
    return scope.makes(v6);
  }

  private List<Opening> made(Collection<? extends Opening> openings) {
    return openings.stream().filter(o -> scope.makes(o.isV6())).<Opening>map(o -> o).toList();
  }

  /** Says what networks and ways into containers there are, before {@link #install}. */
  public synchronized void expect(
      Collection<BridgeRules> bridges, Collection<? extends Opening> openings) {
    bridges.forEach(bridge -> wanted.add(bridge.of(scope)));
    wanted.change(List.of(), made(openings));
  }

  /** Says what the host is to be guarded against, from now on. */
  public synchronized void guard(Guard value) throws IOException {
    boolean changed = !wanted.guard().equals(value);
    wanted.guard(value);
    if (changed && installed) {
      install();
    }
  }

  /** Puts all in place; what the user has in a chain of his own stays as it is. */
  public synchronized void install() throws IOException {
    backend.install(wanted);
    installed = true;
  }

  /** Begins to put back what other programs take away. */
  public synchronized void watch() throws IOException {
    watch = Optional.of(backend.watch(this::repair));
    if (scope.makesAny()) {
      firewalld.start(wanted.networks().stream().map(BridgeRules::bridge).toList());
    }
  }

  private synchronized void repair(boolean certain) {
    if (!installed || watch.isEmpty()) {
      return; // it was the daemon itself, which ends
    }
    try {
      if (certain || !differences().isEmpty()) {
        install();
        LOG.info("firewall rules were taken away by another program, and are put back");
      }
    } catch (IOException e) {
      LOG.error("firewall rules cannot be put back: {}", e.getMessage());
    }
  }

  /** Takes all away. */
  public synchronized void uninstall() throws IOException {
    installed = false;
    wanted.networks().forEach(network -> firewalld.removed(network.bridge()));
    backend.uninstall();
  }

  /** Adds a network. */
  public synchronized void add(BridgeRules whole) throws IOException {
    BridgeRules network = whole.of(scope);
    wanted.add(network);
    try {
      backend.add(network, wanted);
    } catch (IOException e) {
      wanted.remove(network.bridge());
      throw e;
    }
    firewalld.added(network.bridge());
  }

  /** Removes a network; nothing if it is not there. */
  public synchronized void removeNetwork(String bridge) throws IOException {
    if (!wanted.has(bridge)) {
      return;
    }
    BridgeRules network = wanted.remove(bridge);
    firewalld.removed(bridge);
    try {
      backend.remove(network, wanted);
    } catch (IOException e) {
      installAfter(e);
    }
  }

  /** Closes ways into containers, and opens others, at once; all of that or nothing. */
  public synchronized void change(
      Collection<? extends Opening> removed, Collection<? extends Opening> opened)
      throws IOException {
    List<Opening> added = made(opened);
    Set<Opening> before = Set.copyOf(wanted.openings());
    List<Opening> there = removed.stream().filter(before::contains).<Opening>map(o -> o).toList();
    if (there.isEmpty() && added.isEmpty()) {
      return;
    }
    wanted.change(there, added);
    try {
      backend.change(there, added, wanted);
    } catch (IOException e) {
      try {
        installAfter(e);
      } catch (IOException again) {
        if (!added.isEmpty()) {
          wanted.change(added, there);
        }
        throw again;
      }
    }
  }

  /** The host's firewall may be about to be loaded anew: ours is put back here, not only later. */
  private void installAfter(IOException failure) throws IOException {
    try {
      install();
    } catch (IOException again) {
      failure.addSuppressed(again);
      throw failure;
    }
  }

  /**
   * How what the kernel has differs from what it should have.
   *
   * @return a line for each difference; none if all is well
   */
  public synchronized List<String> differences() throws IOException {
    return backend.differences(wanted);
  }

  /**
   * What of the host's own rules keeps containers from others though these let them through.
   *
   * @return a text for each; none if the host's rules cannot be read
   */
  public synchronized List<String> obstacles() {
    try {
      return backend.obstacles(wanted);
    } catch (IOException e) {
      LOG.debug("the host's rules cannot be read: {}", e.getMessage());
      return List.of();
    }
  }

  /** How many things there should be. */
  public synchronized int size() {
    return backend.size(wanted);
  }

  /** Watches no more; what is in place stays. */
  @Override
  public void close() {
    Optional<Watch> watching;
    synchronized (this) {
      watching = watch;
      watch = Optional.empty();
    }
    watching.ifPresent(Watch::close);
    firewalld.close();
  }
}
