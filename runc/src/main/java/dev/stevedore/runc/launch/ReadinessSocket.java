package dev.stevedore.runc.launch;

import dev.stevedore.lib.oci.runtime.Mount;
import dev.stevedore.lib.oci.runtime.Process;
import dev.stevedore.lib.oci.runtime.Spec;
import dev.stevedore.lib.posix.Environment;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.FdPassing;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.Pipe;
import dev.stevedore.lib.posix.Poll;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.lib.posix.Sockets;
import dev.stevedore.lib.posix.Utf8;
import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.state.StateDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a service manager learns that what runs in a container is ready (sd_notify(3)).
 *
 * <pre>
 *   service manager                this program                     container
 *   $NOTIFY_SOCKET ◀── READY=1 ─── &lt;state&gt;/notify/notify ◀── READY=1 ── $NOTIFY_SOCKET/notify
 *                  ◀── MAINPID=N ─                                     (the directory, bind-mounted)
 *                  ◀── BARRIER=1, a pipe that the manager closes when it has read so far
 * </pre>
 */
public final class ReadinessSocket implements AutoCloseable {
  private static final String VARIABLE = "NOTIFY_SOCKET";
  private static final String NAME = "notify";
  private static final int BARRIER_MILLIS = 30_000;

  private final String manager;
  private final Fd socket;

  private ReadinessSocket(String manager, Fd socket) {
    this.manager = manager;
    this.socket = socket;
  }

  /** The configuration with the directory of the socket in it, if a service manager waits. */
  static Spec announce(Spec spec, StateDirectory directory) {
    Optional<String> inside = manager().filter(path -> path.startsWith("/"));
    if (inside.isEmpty() || spec.process().isEmpty()) {
      return spec;
    }
    List<Mount> mounts = new ArrayList<>(spec.mounts());
    List<String> options = List.of("bind", "nosuid", "noexec", "nodev", "ro");
    mounts.add(new Mount(inside.get(), "bind", directory.makeDirectory(NAME), options));
    Process process = spec.process().get();
    List<String> environment = new ArrayList<>(process.env());
    environment.add(VARIABLE + "=" + inside.get() + "/" + NAME);
    return spec.toBuilder()
        .mounts(mounts)
        .process(process.toBuilder().env(environment).build())
        .build();
  }

  /** Opens the socket for a container, if a service manager waits. */
  public static Optional<ReadinessSocket> open(StateDirectory directory) {
    Optional<String> manager = manager().filter(path -> path.startsWith("/"));
    String path = directory.pathOf(NAME) + "/" + NAME;
    if (manager.isEmpty() || !Files.exists(directory.pathOf(NAME)) || Files.exists(path)) {
      return Optional.empty();
    }
    Fd socket = Sockets.bindDatagram(path);
    Files.changeMode(path, 0777);
    return Optional.of(new ReadinessSocket(manager.get(), socket));
  }

  /** Waits until the container is ready, and says so, or has ended. */
  public void await(int pid) {
    try (Fd process = Processes.open(pid)) {
      while (!Poll.readable(process, 0)) {
        Poll.anyReadable(process, socket, -1);
        if (Poll.readable(socket, 0) && relay(pid)) {
          return;
        }
      }
    }
  }

  /** Its descriptor, readable when {@link #relay} has something to do. */
  Fd descriptor() {
    return socket;
  }

  /** Reads a datagram; if it says that the container is ready, says so; gives whether it did. */
  boolean relay(int pid) {
    byte[] datagram = new byte[4096];
    int length = socket.read(datagram, 0, datagram.length);
    String text = Utf8.decode(datagram, 0, Math.max(length, 0));
    for (String line : text.split("\n")) {
      if (line.startsWith("READY=")) {
        say(line, pid);
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    socket.close();
  }

  private void say(String ready, int pid) {
    try (Fd out = Sockets.connectDatagram(manager);
        Pipe barrier = Pipe.open()) {
      out.writeAll(ready);
      out.writeAll("MAINPID=" + pid);
      FdPassing.send(out, barrier.writer(), "BARRIER=1");
      barrier.writer().close();
      Poll.readable(barrier.reader(), BARRIER_MILLIS);
    } catch (PosixException e) {
      throw new RuncException("unable to tell " + manager + " of readiness", e);
    }
  }

  private static Optional<String> manager() {
    return Environment.variable(VARIABLE).filter(path -> !path.isEmpty());
  }
}
