package dev.stevedore.runc.criu;

import dev.stevedore.lib.posix.Descriptors;
import dev.stevedore.lib.posix.Environment;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.FdPassing;
import dev.stevedore.lib.posix.Namespaces;
import dev.stevedore.lib.posix.Pipe;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.lib.posix.SignalMask;
import dev.stevedore.lib.posix.Sockets;
import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.cgroup.CgroupEntrance;
import dev.stevedore.runc.cgroup.NewCgroup;
import dev.stevedore.runc.process.ExecutableLookup;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * CRIU as a child that does one thing ({@code criu swrk}).
 *
 * <pre>
 *   this program                         criu swrk 3
 *     ├─ request (dump, restore) ─────────▶ │
 *     │ ◀─── notification, perhaps with a ──┤ (setup-namespaces, post-restore, …)
 *     │      descriptor                     │
 *     ├─ go on ───────────────────────────▶ │
 *     │ ◀───────────────────────── answer ──┤
 * </pre>
 *
 * <p>Each message is a packet of a SOCK_SEQPACKET socket.
 */
final class CriuProcess implements AutoCloseable {
  private static final int SOCKET = 3;
  private static final int PACKET_LIMIT = 64 * 1024;
  private static final int CANNOT_EXECUTE = 127;

  private final Fd socket;
  private final int pid;

  private CriuProcess(Fd socket, int pid) {
    this.socket = socket;
    this.pid = pid;
  }

  /** What is done at a notification. */
  @FunctionalInterface
  interface Listener {
    void notified(CriuResponse notification, Optional<Fd> passed);
  }

  /**
   * Starts it.
   *
   * @param entrance the way into the cgroups that it, and what it restores, is to be in
   * @param inherited descriptors that it has from 4 on
   */
  static CriuProcess start(CgroupEntrance entrance, List<Fd> inherited) {
    return start(entrance, inherited, Optional.empty());
  }

  /**
   * Starts it in a cgroup that is made around it.
   *
   * @param inherited descriptors that it has from 4 on
   * @param placing is given its pid, and makes the cgroup; the process waits until that is done
   */
  static CriuProcess startAround(List<Fd> inherited, IntConsumer placing) {
    CgroupEntrance none = new CgroupEntrance(List.of(), Optional.empty());
    return start(none, inherited, Optional.of(placing));
  }

  private static CriuProcess start(
      CgroupEntrance entrance, List<Fd> inherited, Optional<IntConsumer> placing) {
    List<String> environment = Environment.variables();
    String program;
    try {
      program = ExecutableLookup.find("criu", environment);
    } catch (RuncException e) {
      throw new RuncException("checkpoint and restore need CRIU, which is not installed", e);
    }
    Pipe pair = Sockets.packetPair();
    int pid = Namespaces.fork(0, false, entrance.forClone());
    if (pid == 0) {
      pair.reader().close();
      throw become(
          program,
          environment,
          pair.writer(),
          inherited,
          () -> {
            if (placing.isPresent()) {
              pair.writer().read(new byte[1], 0, 1);
              NewCgroup.restOfTheWay(NewCgroup.ofThisProcess()).enter();
            } else {
              entrance.enter();
            }
          });
    }
    pair.writer().close();
    CriuProcess process = new CriuProcess(pair.reader(), pid);
    try {
      if (placing.isPresent()) {
        placing.get().accept(pid);
        pair.reader().writeAll("g");
      }
      return process;
    } catch (RuntimeException e) {
      process.close();
      throw e;
    }
  }

  int pid() {
    return pid;
  }

  /** Has it done. */
  void request(CriuRequest.Kind kind, CriuOptions options, Listener listener) {
    socket.writeAll(new CriuRequest(kind, Optional.of(options)).encode());
    while (true) {
      FdPassing.Packet packet = FdPassing.receivePacket(socket, PACKET_LIMIT);
      if (packet.data().length == 0) {
        throw new RuncException("criu ended without an answer");
      }
      CriuResponse response = CriuResponse.parse(packet.data());
      if (!response.success()) {
        throw new RuncException(
            "criu failed: errno "
                + response.error()
                + (response.message().isEmpty() ? "" : ": " + response.message()));
      }
      if (kind.isNumber(response.kind())) {
        return;
      }
      listener.notified(response, packet.passed());
      socket.writeAll(CriuRequest.goOn().encode());
    }
  }

  /** It ends when nobody can ask it for anything any more. */
  @Override
  public void close() {
    socket.close();
    Processes.await(pid);
  }

  private static RuntimeException become(
      String program, List<String> environment, Fd server, List<Fd> inherited, Runnable entrance) {
    try {
      entrance.run();
      int free = SOCKET + 1 + inherited.size();
      Fd socket = server.duplicateAbove(free);
      List<Fd> copies = inherited.stream().map(fd -> fd.duplicateAbove(free)).toList();
      socket.duplicateTo(SOCKET);
      for (int i = 0; i < copies.size(); i++) {
        copies.get(i).duplicateTo(SOCKET + 1 + i);
      }
      Descriptors.closeOnExecFrom(free);
      SignalMask.defaultActions();
      SignalMask.clear();
      List<String> arguments = List.of("criu", "swrk", Integer.toString(SOCKET));
      Fd.STDERR.writeAll(Processes.execute(program, arguments, environment).getMessage() + "\n");
    } catch (PosixException e) {
      Fd.STDERR.writeAll(e.getMessage() + "\n");
    }
    return Processes.exit(CANNOT_EXECUTE);
  }
}
