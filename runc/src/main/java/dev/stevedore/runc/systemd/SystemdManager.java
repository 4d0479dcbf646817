package dev.stevedore.runc.systemd;

import dev.stevedore.lib.oci.runtime.resources.DeviceRule;
import dev.stevedore.lib.oci.runtime.resources.Resources;
import dev.stevedore.lib.posix.Environment;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.dbus.DbusConnection;
import dev.stevedore.runc.dbus.DbusException;
import dev.stevedore.runc.dbus.DbusValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** systemd, the system's or a user's (org.freedesktop.systemd1(5), "The Manager Object"). */
public final class SystemdManager implements AutoCloseable {
  private static final String SERVICE = "org.freedesktop.systemd1";
  private static final String PATH = "/org/freedesktop/systemd1";
  private static final String MANAGER = "org.freedesktop.systemd1.Manager";
  private static final String UNIT_EXISTS = "org.freedesktop.systemd1.UnitExists";
  private static final String NO_SUCH_UNIT = "org.freedesktop.systemd1.NoSuchUnit";
  private static final int JOB_MILLIS = 30_000;
  private static final int JOB = 1;
  private static final int RESULT = 3;

  private final DbusConnection bus;

  private SystemdManager(DbusConnection bus) {
    this.bus = bus;
  }

  /**
   * Connects.
   *
   * @param user whether to the manager of this user
   */
  public static SystemdManager open(boolean user) {
    try {
      SystemdManager manager = new SystemdManager(user ? connectUser() : connectSystem());
      manager.call("Subscribe");
      return manager;
    } catch (PosixException e) {
      throw new RuncException("unable to connect to systemd", e);
    }
  }

  /** Its version, 0 if it does not tell. */
  public int version() {
    String text =
        bus.call(
            SERVICE,
            PATH,
            "org.freedesktop.DBus.Properties",
            "Get",
            List.of(new DbusValue.Text(MANAGER), new DbusValue.Text("Version")));
    int version = 0;
    for (int i = 0; i < text.length() && Character.isDigit(text.charAt(i)); i++) {
      version = version * 10 + text.charAt(i) - '0';
    }
    return version;
  }

  /**
   * Makes a unit around a process, and waits until it is there.
   *
   * @param annotations those of config.json, which may name more properties
   * @param unified whether for cgroup v2
   */
  public void start(UnitName unit, int pid, Map<String, String> annotations, boolean unified) {
    List<Property> properties = new ArrayList<>();
    properties.add(Property.of("Description", unit.description()));
    if (!unit.slice().isEmpty()) {
      properties.add(Property.of("Slice", unit.slice()));
    }
    properties.add(Property.of("Delegate", true));
    properties.add(
        new Property("PIDs", new DbusValue.Array("u", List.of(new DbusValue.Uint32(pid)))));
    properties.add(Property.of("MemoryAccounting", true));
    properties.add(Property.of("CPUAccounting", true));
    properties.add(Property.of(unified ? "IOAccounting" : "BlockIOAccounting", true));
    properties.add(Property.of("TasksAccounting", true));
    properties.add(Property.of("DefaultDependencies", false));
    properties.addAll(PropertyText.of(annotations));
    try {
      start(unit.name(), properties);
    } catch (DbusException e) {
      if (!e.name().equals(UNIT_EXISTS)) {
        throw new RuncException("unable to start unit \"" + unit.name() + "\"", e);
      }
      // What is left of one that failed keeps the name.
      reset(unit.name());
      try {
        start(unit.name(), properties);
      } catch (DbusException again) {
        throw new RuncException("unable to start unit \"" + unit.name() + "\"", again);
      }
    }
  }

  /**
   * Tells it the limits that it knows of.
   *
   * @param weight see {@link ResourceProperties#unified}
   * @param swap the same
   */
  public void limit(String unit, Resources resources, boolean unified, long weight, long swap) {
    int version = version();
    set(
        unit,
        unified
            ? ResourceProperties.unified(resources, weight, swap, version)
            : ResourceProperties.legacy(resources, version));
  }

  /** Tells it which devices may be used. */
  public void limitDevices(String unit, List<DeviceRule> rules, boolean allowsAll) {
    set(unit, DeviceProperties.of(rules, allowsAll));
  }

  /** Ends a unit, and waits until it is gone; it may be gone already. */
  public void stop(String unit) {
    try {
      awaitJob(call("StopUnit", new DbusValue.Text(unit), new DbusValue.Text("replace")), unit);
    } catch (DbusException e) {
      if (!e.name().equals(NO_SUCH_UNIT)) {
        throw new RuncException("unable to stop unit \"" + unit + "\"", e);
      }
    }
    reset(unit);
  }

  @Override
  public void close() {
    bus.close();
  }

  private void start(String unit, List<Property> properties) {
    String job =
        call(
            "StartTransientUnit",
            new DbusValue.Text(unit),
            new DbusValue.Text("replace"),
            structs(properties),
            new DbusValue.Array("(sa(sv))", List.of()));
    String result = awaitJob(job, unit);
    if (!result.equals("done")) {
      reset(unit);
      throw new RuncException("error creating systemd unit `" + unit + "`: got `" + result + "`");
    }
  }

  private void set(String unit, List<Property> properties) {
    if (properties.isEmpty()) {
      return;
    }
    try {
      call(
          "SetUnitProperties",
          new DbusValue.Text(unit),
          new DbusValue.Flag(true),
          structs(properties));
    } catch (DbusException e) {
      throw new RuncException("unable to set unit properties of \"" + unit + "\"", e);
    }
  }

  private void reset(String unit) {
    try {
      call("ResetFailedUnit", new DbusValue.Text(unit));
    } catch (DbusException e) {
      // It has not failed, or is gone: so much the better.
      if (!e.name().equals(NO_SUCH_UNIT)) {
        throw new RuncException("unable to reset unit \"" + unit + "\"", e);
      }
    }
  }

  private String awaitJob(String job, String unit) {
    return bus.await("JobRemoved", JOB, job, RESULT, JOB_MILLIS)
        .orElseThrow(() -> new RuncException("systemd does not get ready with unit " + unit));
  }

  private String call(String member, DbusValue... arguments) {
    return bus.call(SERVICE, PATH, MANAGER, member, List.of(arguments));
  }

  private static DbusValue structs(List<Property> properties) {
    return new DbusValue.Array("(sv)", properties.stream().map(Property::toStruct).toList());
  }

  /** By the bus, or by the socket that systemd has for root before there is a bus. */
  private static DbusConnection connectSystem() {
    String path = "/run/dbus/system_bus_socket";
    return Files.exists(path) ? matching(path) : DbusConnection.open("/run/systemd/private");
  }

  private static DbusConnection connectUser() {
    Optional<String> address =
        Environment.variable("DBUS_SESSION_BUS_ADDRESS")
            .filter(value -> value.startsWith("unix:path="))
            .map(value -> value.substring("unix:path=".length()).split("[,;]")[0]);
    Optional<String> directory = Environment.variable("XDG_RUNTIME_DIR");
    if (address.isPresent()) {
      return matching(address.get());
    }
    if (directory.isEmpty()) {
      throw new RuncException(
          "unable to find the user's systemd: neither DBUS_SESSION_BUS_ADDRESS nor XDG_RUNTIME_DIR"
              + " is set");
    }
    String path = directory.get() + "/bus";
    return Files.exists(path)
        ? matching(path)
        : DbusConnection.open(directory.get() + "/systemd/private");
  }

  private static DbusConnection matching(String path) {
    DbusConnection connection = DbusConnection.bus(path);
    connection.match(
        "type='signal',sender='" + SERVICE + "',interface='" + MANAGER + "',member='JobRemoved'");
    return connection;
  }
}
