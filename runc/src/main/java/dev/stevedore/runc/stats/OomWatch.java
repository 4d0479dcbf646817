package dev.stevedore.runc.stats;

import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.Notification;
import dev.stevedore.lib.posix.OpenFlags;
import java.util.Map;

/**
 * Notices that the kernel has killed a process of a container for lack of memory: in cgroup v1 by
 * an eventfd that is registered for memory.oom_control, in v2 by inotify on memory.events.
 */
public final class OomWatch implements AutoCloseable {
  private final CgroupText in;
  private final Fd descriptor;
  private final boolean unified;
  private long seen;

  private OomWatch(CgroupText in, Fd descriptor, boolean unified) {
    this.in = in;
    this.descriptor = descriptor;
    this.unified = unified;
    this.seen = count();
  }

  /**
   * Watches.
   *
   * @param paths of the cgroups, by controllers
   * @param unified whether they are of cgroup v2
   */
  public static OomWatch open(Map<String, String> paths, boolean unified) {
    CgroupText in = CgroupText.of(paths);
    if (unified) {
      Fd file = Notification.onModification(paths.get("") + "/memory.events");
      return new OomWatch(in, file, true);
    }
    String directory = paths.getOrDefault("memory", "");
    Fd counter = Notification.eventCounter();
    try (Fd control = Files.open(directory + "/memory.oom_control", OpenFlags.READ_ONLY, 0)) {
      Files.writeExisting(
          directory + "/cgroup.event_control", counter.number() + " " + control.number());
    }
    return new OomWatch(in, counter, false);
  }

  /** Readable when there is something to {@link #take}. */
  public Fd descriptor() {
    return descriptor;
  }

  /** Whether a process was killed since it was asked last. */
  public boolean take() {
    byte[] events = new byte[256];
    while (descriptor.read(events, 0, events.length) > 0) {
      // Only that something has happened counts.
    }
    long before = seen;
    seen = count();
    return seen > before;
  }

  @Override
  public void close() {
    descriptor.close();
  }

  private long count() {
    return in.table("memory", unified ? "memory.events" : "memory.oom_control")
        .getOrDefault("oom_kill", 0L);
  }
}
