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
import dev.stevedore.runc.process.ExecutableLookup;
import java.util.List;
import java.util.Optional;

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
final class CriuProcess {
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
      throw become(program, environment, pair.writer(), entrance, inherited);
    }
    pair.writer().close();
    return new CriuProcess(pair.reader(), pid);
  }

  int pid() {
    return pid;
  }

  /** Has it done. */
  void request(CriuRequest.Kind kind, CriuOptions options, Listener listener) {
    try {
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
    } finally {
      socket.close();
      Processes.await(pid);
    }
  }

  private static RuntimeException become(
      String program,
      List<String> environment,
      Fd server,
      CgroupEntrance entrance,
      List<Fd> inherited) {
    try {
      entrance.enter();
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
