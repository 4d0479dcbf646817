package dev.stevedore.shim.bootstrap;

import dev.stevedore.lib.posix.Clock;
import dev.stevedore.lib.posix.EventLoop;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.lib.ttrpc.options.RuncOptions;
import dev.stevedore.lib.ttrpc.task.DeleteResponse;
import dev.stevedore.lib.ttrpc.wire.Timestamp;
import dev.stevedore.shim.Arguments;
import dev.stevedore.shim.ShimLog;
import dev.stevedore.shim.rootfs.Rootfs;
import dev.stevedore.shim.runtime.Children;
import dev.stevedore.shim.runtime.ContainerRecord;
import dev.stevedore.shim.runtime.OciRuntime;
import dev.stevedore.shim.runtime.RuntimeResult;

/**
 * {@code delete}: the server is dead; has the runtime kill and delete what it left, unmounts the
 * rootfs, and prints, as a DeleteResponse, that the task was killed.
 */
public final class DeleteVerb {
  private static final int KILLED = 128 + 9;

  private DeleteVerb() {}

  /** Does it; what is gone already is no error. */
  public static void run(Arguments arguments, ShimLog log) {
    String bundle = bundle(arguments);
    // the server removes its record of a container that it has deleted in good order
    if (Files.exists(ContainerRecord.path(bundle))) {
      deleteContainer(arguments, bundle, log);
    }
    try {
      Rootfs.unmountAll(bundle + "/rootfs");
    } catch (PosixException e) {
      log.warn("failed to cleanup rootfs mount: " + e.getMessage());
    }
    removeSocket(bundle);
    long nanos = Clock.realtimeNanos();
    Timestamp now = new Timestamp(nanos / 1_000_000_000L, (int) (nanos % 1_000_000_000L));
    Fd.STDOUT.writeAll(new DeleteResponse(pid(bundle), KILLED, now).encode());
  }

  private static void deleteContainer(Arguments arguments, String bundle, ShimLog log) {
    EventLoop loop = new EventLoop();
    Children children = new Children(loop, log, () -> {});
    Processes.becomeSubreaper();
    children.start();
    RuncOptions options = ContainerRecord.read(bundle);
    OciRuntime runtime = OciRuntime.of(children, options, arguments.namespace(), bundle);
    runtime.delete(
        arguments.id(),
        true,
        result -> {
          if (result instanceof RuntimeResult.Failure(String reason)) {
            log.warn("failed to remove runtime container: " + reason);
          }
          loop.stop();
        });
    loop.run();
  }

  /** containerd runs this in the directory above, or says where the bundle is. */
  private static String bundle(Arguments arguments) {
    if (!arguments.bundle().isEmpty()) {
      return arguments.bundle();
    }
    String directory = Files.readLink("/proc/self/cwd");
    return directory.substring(0, directory.lastIndexOf('/')) + "/" + arguments.id();
  }

  private static void removeSocket(String bundle) {
    try {
      SocketAddress address = SocketAddress.parse(Files.readText(bundle + "/address"));
      // one that lives serves other containers of the group
      if (!address.isServed()) {
        Files.deleteIfExists(address.path());
      }
    } catch (PosixException e) {
      // there was no socket
    }
  }

  private static int pid(String bundle) {
    try {
      return Integer.parseInt(Files.readText(bundle + "/init.pid").trim());
    } catch (PosixException | NumberFormatException e) {
      return 0;
    }
  }
}
