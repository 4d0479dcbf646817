package dev.stevedore.shim.bootstrap;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.ParseException;
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
    EventLoop loop = new EventLoop();
    Children children = new Children(loop, log, () -> {});
    Processes.becomeSubreaper();
    children.start();
    OciRuntime runtime = OciRuntime.of(children, options(bundle), arguments.namespace(), bundle);
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

  /** containerd runs this in the directory above, or says where the bundle is. */
  private static String bundle(Arguments arguments) {
    if (!arguments.bundle().isEmpty()) {
      return arguments.bundle();
    }
    String directory = Files.readLink("/proc/self/cwd");
    return directory.substring(0, directory.lastIndexOf('/')) + "/" + arguments.id();
  }

  /** What {@code Create} had written there. */
  private static RuncOptions options(String bundle) {
    String binary = "";
    String root = "";
    boolean systemdCgroup = false;
    try {
      JsonObject json = Json.parse(Files.readText(bundle + "/options.json")).asObject();
      binary = json.getString("binary_name", "");
      root = json.getString("root", "");
      systemdCgroup = json.getBoolean("systemd_cgroup", false);
    } catch (PosixException | ParseException | UnsupportedOperationException e) {
      // the server died before there was a container: the defaults find nothing to delete
    }
    return new RuncOptions(false, false, "", 0, 0, binary, root, systemdCgroup, "", "", "", 0);
  }

  private static void removeSocket(String bundle) {
    try {
      Files.deleteIfExists(SocketAddress.parse(Files.readText(bundle + "/address")).path());
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
