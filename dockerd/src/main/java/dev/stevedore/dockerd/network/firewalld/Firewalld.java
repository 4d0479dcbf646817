package dev.stevedore.dockerd.network.firewalld;

import dev.stevedore.dockerd.network.host.HostNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps our bridges in firewalld's zone {@code docker}. One thread talks to it; who adds a bridge
 * waits until firewalld knows, so that a container that starts next reaches others.
 */
public final class Firewalld implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Firewalld.class);
  private static final String NAME = "org.fedoraproject.FirewallD1";
  private static final String PATH = "/org/fedoraproject/FirewallD1";
  private static final int PATIENCE_SECONDS = 10;
  private static final String ZONE = "docker";
  private static final String POLICY = "docker-forwarding";

  private final HostNetwork host;
  private final Set<String> bridges = ConcurrentHashMap.newKeySet();
  private final ExecutorService work =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("firewalld").factory());
  private volatile Optional<Bus> bus = Optional.empty();
  private boolean prepared;

  /** Not connected yet. */
  public Firewalld(HostNetwork host) {
    this.host = host;
  }

  /**
   * Follows firewalld from now on, if the host has D-Bus: it may come and go.
   *
   * @param there the bridges that are there already
   */
  public void start(Collection<String> there) {
    bridges.addAll(there);
    Optional<Path> socket = Bus.address(System.getenv("DBUS_SYSTEM_BUS_ADDRESS"));
    if (socket.filter(Files::exists).isPresent()) {
      now(() -> connect(socket.get()));
    }
  }

  private void connect(Path socket) throws IOException {
    Bus connected = Bus.connect(socket, this::signal);
    bus = Optional.of(connected);
    connected.daemon(
        "AddMatch", "type='signal',sender='" + NAME + "',path='" + PATH + "',member='Reloaded'");
    connected.daemon(
        "AddMatch",
        "type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='"
            + NAME
            + "'");
    tellAll();
  }

  private void signal(BusMessage signal) {
    switch (signal.member()) {
      case "Reloaded" -> soon(this::tellAll);
      case "NameOwnerChanged" -> {
        boolean gone = signal.texts().getLast().isEmpty();
        soon(
            () -> {
              prepared = false;
              if (!gone) {
                tellAll();
              }
            });
      }
      default -> {}
    }
  }

  /** A bridge is there, or there again. */
  public void added(String bridge) {
    bridges.add(bridge);
    if (bus.isPresent()) {
      now(this::tellAll);
    }
  }

  /** A bridge is gone. */
  public void removed(String bridge) {
    bridges.remove(bridge);
    if (bus.isPresent()) {
      now(() -> remove(bridge));
    }
  }

  private void remove(String bridge) throws IOException {
    if (isThere() && zone(bridge).equals(ZONE)) {
      call("zone", "removeInterface", ZONE, bridge);
    }
  }

  private void tellAll() throws IOException {
    if (isThere()) {
      prepare();
      for (String bridge : bridges) {
        add(bridge);
      }
    }
  }

  /** Whether firewalld runs, and for the network namespace that our bridges are in. */
  private boolean isThere() throws IOException {
    if (bus.isEmpty()) {
      return false;
    }
    try {
      int pid = bus.get().daemon("GetConnectionUnixProcessID", NAME).number().orElse(0);
      return host.isOf(pid);
    } catch (BusException e) {
      if (e.name().endsWith(".NameHasNoOwner")) {
        return false;
      }
      throw e;
    }
  }

  /** Has the zone and the policy be there; only a reload makes them known. */
  private void prepare() throws IOException {
    if (prepared) {
      return;
    }
    boolean zone = call("zone", "getZones").texts().contains(ZONE);
    boolean policy = call("policy", "getPolicies").texts().contains(POLICY);
    if (!zone && !configured("getZoneNames", ZONE)) {
      configure(
          "addZone2",
          ZONE,
          Map.of("short", ZONE, "description", "bridges of container engines", "target", "ACCEPT"));
    }
    if (!policy && !configured("getPolicyNames", POLICY)) {
      configure(
          "addPolicy",
          POLICY,
          Map.of(
              "description",
              "what may go to containers is decided by their engine",
              "ingress_zones",
              List.of("ANY"),
              "egress_zones",
              List.of(ZONE),
              "target",
              "ACCEPT"));
    }
    prepared = true;
    if (!zone || !policy) {
      LOG.info("firewalld has zone {} and policy {} now", ZONE, POLICY);
      bus().call(new Bus.Method(NAME, PATH, NAME, "reload"));
    }
  }

  private void add(String bridge) throws IOException {
    String zone = zone(bridge);
    if (zone.isEmpty()) {
      call("zone", "addInterface", ZONE, bridge);
      LOG.info("firewalld has bridge {} in zone {} now", bridge, ZONE);
    } else if (!zone.equals(ZONE)) {
      LOG.info("bridge {} stays in firewalld's zone {}", bridge, zone);
    }
  }

  private String zone(String bridge) throws IOException {
    return call("zone", "getZoneOfInterface", bridge).texts().getFirst();
  }

  private boolean configured(String method, String name) throws IOException {
    return configure(method).texts().contains(name);
  }

  private BusMessage configure(String method, Object... arguments) throws IOException {
    return bus().call(new Bus.Method(NAME, PATH + "/config", NAME + ".config", method), arguments);
  }

  private BusMessage call(String part, String method, Object... arguments) throws IOException {
    return bus().call(new Bus.Method(NAME, PATH, NAME + "." + part, method), arguments);
  }

  private Bus bus() throws IOException {
    return bus.orElseThrow(() -> new IOException("there is no connection to D-Bus"));
  }

  private interface Work {
    void run() throws IOException;
  }

  private void soon(Work task) {
    if (!work.isShutdown()) {
      work.execute(() -> run(task));
    }
  }

  private void now(Work task) {
    if (work.isShutdown()) {
      return;
    }
    Future<?> done = work.submit(() -> run(task));
    try {
      done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      LOG.warn("firewalld has not answered for {} s", PATIENCE_SECONDS);
    } catch (ExecutionException e) {
      LOG.error("firewalld is not told of bridges", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void run(Work task) {
    try {
      task.run();
    } catch (IOException e) {
      LOG.warn("firewalld: {}", e.getMessage());
    }
  }

  /** Follows it no more. */
  @Override
  public void close() {
    work.shutdown();
    bus.ifPresent(Bus::close);
  }
}
