package dev.stevedore.shim.bootstrap;

import dev.stevedore.lib.posix.Environment;
import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.OpenFlags;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.lib.posix.Sockets;
import dev.stevedore.lib.ttrpc.TtrpcException;
import dev.stevedore.lib.ttrpc.wire.Any;
import dev.stevedore.lib.ttrpc.wire.WireException;
import dev.stevedore.shim.Arguments;
import dev.stevedore.shim.UsageException;
import dev.stevedore.shim.runtime.RuntimeOptionsReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * {@code start}: makes the socket, forks the server, prints the address.
 *
 * <pre>
 *  containerd ──exec, working directory = bundle──▶ start
 *        options on stdin                            │ listen on the socket, write "address"
 *                                                    ├─fork──▶ server: setsid, stdio closed, serves
 *                                                    │ server into ShimCgroup, its OOM score
 *  containerd ◀────────── address on stdout ─────────┘ exit
 * </pre>
 *
 * <p>A container whose group has a shim already gets that one's address; nothing is forked.
 *
 * <p>The socket listens before the address is printed, so containerd's first connection waits in
 * its queue at worst. The server must not keep stdout: containerd reads it to its end.
 */
public final class StartVerb {
  private static final int BACKLOG = 128;
  private static final int SERVER_WITH_JSON = 3;
  private static final int SIGKILL = 9;

  private StartVerb() {}

  /** What is served, in the forked process, until the shim's end. */
  @FunctionalInterface
  public interface Server {
    /**
     * Serves on {@code listener}.
     *
     * @param address the socket's, to be removed at the end
     */
    void run(Fd listener, SocketAddress address);
  }

  /** Does it; returns in the short-lived process only. */
  public static void run(Arguments arguments, Server server) {
    Optional<String> group = SpecFile.group();
    SocketAddress address =
        arguments.socket().isEmpty()
            ? SocketAddress.of(
                arguments.address(), arguments.namespace(), group.orElse(arguments.id()))
            : SocketAddress.parse(arguments.socket());
    Optional<Fd> listener = listen(address, group.isPresent());
    Files.replace("address", address.url().getBytes(StandardCharsets.UTF_8), 0644);
    if (listener.isPresent()) {
      startServer(listener.get(), address, server);
    }
    Fd.STDOUT.writeAll(answer(address));
  }

  private static void startServer(Fd listener, SocketAddress address, Server server) {
    int pid = 0;
    try {
      pid = Processes.fork();
      if (pid == 0) {
        detach();
        server.run(listener, address);
        throw Processes.exit(0);
      }
      String cgroup = RuntimeOptionsReader.read(Any.decode(Fd.STDIN.readAll())).shimCgroup();
      if (!cgroup.isEmpty()) {
        ShimCgroup.enter(cgroup, pid);
      }
      adjustOomScore(pid);
    } catch (PosixException | UsageException | TtrpcException | WireException e) {
      if (pid > 0) {
        Processes.kill(pid, SIGKILL);
      }
      Files.deleteIfExists(address.path());
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Listens; takes over the socket of a server that is dead.
   *
   * @param shared whether one that lives is to be used: then there is nothing to listen on
   */
  private static Optional<Fd> listen(SocketAddress address, boolean shared) {
    Files.makeDirectories(address.directory(), 0711);
    int before = Processes.setFileModeMask(0177);
    try {
      return Optional.of(Sockets.listen(address.path(), BACKLOG));
    } catch (PosixException e) {
      if (!e.is(Errno.EADDRINUSE)) {
        throw e;
      }
      if (address.isServed()) {
        if (shared) {
          return Optional.empty();
        }
        throw e;
      }
      Files.deleteIfExists(address.path());
      return Optional.of(Sockets.listen(address.path(), BACKLOG));
    } finally {
      Processes.setFileModeMask(before);
    }
  }

  private static void detach() {
    // stdout first: containerd waits until nobody has it any more
    Fd nothing = Files.open("/dev/null", OpenFlags.READ_WRITE, 0);
    nothing.duplicateTo(1);
    nothing.duplicateTo(2);
    nothing.duplicateTo(0);
    nothing.close();
    Processes.newSession();
  }

  /** A little worse than containerd's own, so that the kernel takes the shim first. */
  private static void adjustOomScore(int pid) {
    try {
      int score = Integer.parseInt(Files.readText("/proc/self/oom_score_adj").trim());
      Files.writeExisting(
          "/proc/" + pid + "/oom_score_adj", Integer.toString(Math.min(1000, score + 1)));
    } catch (PosixException e) {
      if (!e.is(Errno.EACCES) && !e.is(Errno.EPERM)) {
        throw e;
      }
    }
  }

  /** The address alone, as all versions of containerd read it; JSON for those that ask for it. */
  private static String answer(SocketAddress address) {
    int version;
    try {
      version = Integer.parseInt(Environment.variable("MAX_SHIM_VERSION").orElse("2"));
    } catch (NumberFormatException e) {
      version = 2;
    }
    return version < SERVER_WITH_JSON
        ? address.url()
        : "{\"version\":3,\"address\":\"" + address.url() + "\",\"protocol\":\"ttrpc\"}";
  }
}
