package dev.stevedore.shim.bootstrap;

import dev.stevedore.lib.posix.Environment;
import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.OpenFlags;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.lib.posix.Sockets;
import dev.stevedore.shim.Arguments;
import java.nio.charset.StandardCharsets;

/**
 * {@code start}: makes the socket, forks the server, prints the address.
 *
 * <pre>
 *  containerd ──exec, working directory = bundle──▶ start
 *                                                    │ listen on the socket, write "address"
 *                                                    ├─fork──▶ server: setsid, stdio closed, serves
 *  containerd ◀────────── address on stdout ─────────┘ exit
 * </pre>
 *
 * <p>The socket listens before the address is printed, so containerd's first connection waits in
 * its queue at worst. The server must not keep stdout: containerd reads it to its end.
 */
public final class StartVerb {
  private static final int BACKLOG = 128;
  private static final int SERVER_WITH_JSON = 3;

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
    SocketAddress address =
        arguments.socket().isEmpty()
            ? SocketAddress.of(arguments.address(), arguments.namespace(), arguments.id())
            : SocketAddress.parse(arguments.socket());
    Fd listener = listen(address);
    try {
      Files.replace("address", address.url().getBytes(StandardCharsets.UTF_8), 0644);
      int pid = Processes.fork();
      if (pid == 0) {
        detach();
        server.run(listener, address);
        throw Processes.exit(0);
      }
      adjustOomScore(pid);
    } catch (PosixException e) {
      Files.deleteIfExists(address.path());
      throw e;
    }
    Fd.STDOUT.writeAll(answer(address));
  }

  /** Listens; takes over the socket of a server that is dead. */
  private static Fd listen(SocketAddress address) {
    Files.makeDirectories(address.directory(), 0711);
    int before = Processes.setFileModeMask(0177);
    try {
      return Sockets.listen(address.path(), BACKLOG);
    } catch (PosixException e) {
      if (!e.is(Errno.EADDRINUSE) || isServed(address)) {
        throw e;
      }
      Files.deleteIfExists(address.path());
      return Sockets.listen(address.path(), BACKLOG);
    } finally {
      Processes.setFileModeMask(before);
    }
  }

  private static boolean isServed(SocketAddress address) {
    try {
      Sockets.connectNonBlocking(address.path()).close();
      return true;
    } catch (PosixException e) {
      return false;
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
