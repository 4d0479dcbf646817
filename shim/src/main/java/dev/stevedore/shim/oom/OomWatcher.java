package dev.stevedore.shim.oom;

import dev.stevedore.lib.posix.Epoll;
import dev.stevedore.lib.posix.EventLoop;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.Notification;
import dev.stevedore.lib.posix.OpenFlags;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.ttrpc.TtrpcException;
import dev.stevedore.lib.ttrpc.events.TaskOOM;
import dev.stevedore.shim.ShimLog;
import dev.stevedore.shim.Split;
import dev.stevedore.shim.events.Publisher;
import dev.stevedore.shim.stats.CgroupStats;
import dev.stevedore.shim.stats.ProcCgroup;
import java.util.HashMap;
import java.util.Map;

/**
 * Publishes {@link TaskOOM}.
 *
 * <pre>
 *   v1: eventfd, registered in cgroup.event_control for memory.oom_control
 *   v2: inotify on memory.events, whose oom_kill has grown
 * </pre>
 */
public final class OomWatcher {
  private final EventLoop loop;
  private final Publisher publisher;
  private final ShimLog log;
  private final Map<String, Fd> watched = new HashMap<>();

  public OomWatcher(EventLoop loop, Publisher publisher, ShimLog log) {
    this.loop = loop;
    this.publisher = publisher;
    this.log = log;
  }

  /** Watches the memory cgroup of {@code pid}; only says so in the log when it cannot. */
  public void watch(String containerId, int pid) {
    try {
      ProcCgroup cgroup = CgroupStats.of(pid, "process " + pid + " is gone");
      if (CgroupStats.isUnified()) {
        watchV2(containerId, "/sys/fs/cgroup" + cgroup.v2() + "/memory.events");
      } else {
        cgroup.directory("memory").ifPresent(directory -> watchV1(containerId, directory));
      }
    } catch (PosixException | TtrpcException e) {
      log.debug("cannot watch for OOM: " + e.getMessage());
    }
  }

  /** Watches no more. */
  public void forget(String containerId) {
    Fd fd = watched.remove(containerId);
    if (fd != null) {
      loop.remove(fd);
      fd.close();
    }
  }

  private void watchV1(String containerId, String directory) {
    Fd event = Notification.eventCounter();
    try (Fd control = Files.open(directory + "/memory.oom_control", OpenFlags.READ_ONLY, 0)) {
      Files.writeExisting(
          directory + "/cgroup.event_control", event.number() + " " + control.number());
    } catch (PosixException e) {
      event.close();
      throw e;
    }
    add(
        containerId,
        event,
        () -> {
          // the removal of the cgroup is told in the same way
          if (Files.exists(directory)) {
            publisher.publish(new TaskOOM(containerId));
          } else {
            forget(containerId);
          }
        });
  }

  private void watchV2(String containerId, String file) {
    Fd changes = Notification.onModification(file);
    long[] seen = {kills(file)};
    add(
        containerId,
        changes,
        () -> {
          long now = kills(file);
          if (now > seen[0]) {
            publisher.publish(new TaskOOM(containerId));
          }
          seen[0] = now;
        });
  }

  private void add(String containerId, Fd fd, Runnable onEvent) {
    watched.put(containerId, fd);
    loop.add(
        fd,
        Epoll.IN,
        events -> {
          try {
            byte[] ignored = new byte[512];
            if (fd.read(ignored, 0, ignored.length) > 0) {
              onEvent.run();
            }
          } catch (PosixException e) {
            log.debug("OOM watch: " + e.getMessage());
            forget(containerId);
          }
        });
  }

  private static long kills(String file) {
    for (String line : Split.lines(Files.readText(file))) {
      if (line.startsWith("oom_kill ")) {
        return Long.parseLong(line.substring("oom_kill ".length()).trim());
      }
    }
    return 0;
  }
}
