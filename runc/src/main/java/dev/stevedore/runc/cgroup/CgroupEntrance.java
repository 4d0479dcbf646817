package dev.stevedore.runc.cgroup;

import dev.stevedore.lib.posix.Fd;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The way of a new process into cgroups.
 *
 * <p>A process that moves another into a cgroup waits until every CPU has gone through a quiet
 * state, some milliseconds, because the other might be forking or exiting. There are two ways
 * without: in v2 the process is born in its cgroup by clone3(2); in v1 it writes "0", for "the
 * thread that writes", to {@code tasks} itself. It may do that with any user, as the kernel looks
 * at who opened the file.
 *
 * @param tasks files of v1 to write to, open
 * @param directory of v2 to be born in, open
 */
public record CgroupEntrance(List<Fd> tasks, Optional<Fd> directory) implements AutoCloseable {
  /** For clone3(2): the directory's descriptor, or -1. */
  public int forClone() {
    return directory.isPresent() ? directory.get().number() : -1;
  }

  /** Called in the new process, which must have one thread only: the rest of the way. */
  public void enter() {
    for (Fd file : tasks) {
      file.writeAll("0");
    }
    close();
  }

  /** All that is open. */
  public List<Fd> descriptors() {
    List<Fd> all = new ArrayList<>(tasks);
    directory.ifPresent(all::add);
    return all;
  }

  @Override
  public void close() {
    for (Fd file : tasks) {
      file.close();
    }
    directory.ifPresent(Fd::close);
  }
}
