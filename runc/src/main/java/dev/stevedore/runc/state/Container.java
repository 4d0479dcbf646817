package dev.stevedore.runc.state;

import dev.stevedore.lib.oci.json.ObjectWriter;
import dev.stevedore.lib.oci.runtime.ContainerStatus;
import dev.stevedore.lib.oci.runtime.Spec;
import dev.stevedore.lib.oci.runtime.State;
import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.cgroup.Cgroup;
import dev.stevedore.runc.cgroup.Cgroups;
import dev.stevedore.runc.cgroup.SystemdUnit;
import dev.stevedore.runc.log.Timestamp;
import java.util.Optional;

/**
 * A container that was made.
 *
 * @param directory where its state is
 * @param data what its state is
 */
public record Container(StateDirectory directory, ContainerRecord data) {
  /**
   * Finds a container.
   *
   * @throws RuncException if there is none
   */
  public static Container load(String root, String id) {
    return find(root, id).orElseThrow(() -> new RuncException("container does not exist"));
  }

  /** Finds a container that may not be there. */
  public static Optional<Container> find(String root, String id) {
    StateDirectory directory = StateDirectory.of(root, ContainerId.check(id));
    return directory.read().map(data -> new Container(directory, data));
  }

  public Cgroup cgroup() {
    return Cgroups.of(data.cgroups(), data.systemdUnit());
  }

  /**
   * All of its configuration but the seccomp rules; of a container that another runtime has made,
   * what is known.
   */
  public Spec spec() {
    return directory.readSpec().orElse(data.outline());
  }

  /**
   * Makes sure that all is known of it that is needed to run something in it.
   *
   * @throws RuncException if another runtime has made it
   */
  public void requireOwn() {
    if (data.outline().process().isEmpty() && !directory.hasSpec()) {
      throw new RuncException(
          "container " + data.id() + " was made by another runtime, which has to do this");
    }
  }

  /** Whether init is still there. */
  public boolean isAlive() {
    return ProcessStat.of(data.pid())
        .filter(stat -> stat.startTicks() == data.startTicks() && !stat.hasEnded())
        .isPresent();
  }

  /** Where it is in its life, now. */
  public ContainerStatus status() {
    if (!isAlive()) {
      return ContainerStatus.STOPPED;
    }
    if (directory.execFifo().exists()) {
      return ContainerStatus.CREATED;
    }
    return cgroup().isFrozen() ? ContainerStatus.PAUSED : ContainerStatus.RUNNING;
  }

  /** What hooks get, and what the specification says of {@code state}. */
  public State state(ContainerStatus status) {
    return new State(
        Spec.VERSION,
        data.id(),
        status,
        status == ContainerStatus.STOPPED ? 0 : data.pid(),
        data.bundle(),
        data.outline().annotations());
  }

  /** What {@code state} and {@code list} print: as runc does, with more than is specified. */
  public ObjectWriter describe() {
    ContainerStatus status = status();
    return new ObjectWriter()
        .value("ociVersion", Spec.VERSION)
        .value("id", data.id())
        .value("pid", status == ContainerStatus.STOPPED ? 0 : data.pid())
        .value("status", status.specName())
        .value("bundle", data.bundle())
        .value("rootfs", data.rootfs())
        .value("created", Timestamp.nanos(data.createdNanos()))
        .string("systemd-scope", data.systemdUnit().map(SystemdUnit::name).orElse(""))
        .stringMap("annotations", data.outline().annotations());
  }
}
