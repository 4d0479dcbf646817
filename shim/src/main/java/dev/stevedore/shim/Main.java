package dev.stevedore.shim;

import dev.stevedore.lib.posix.Descriptors;
import dev.stevedore.lib.posix.Environment;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.shim.bootstrap.DeleteVerb;
import dev.stevedore.shim.bootstrap.InfoVerb;
import dev.stevedore.shim.bootstrap.StartVerb;
import java.util.List;

/** The program {@code containerd-shim-stevedore-v1}. */
public final class Main {
  private static final String NAME = "io.containerd.stevedore.v1";
  private static final String VERSION = "0.1.0";

  private static final int FIRST_INHERITED = 3;

  private Main() {}

  /** Takes its arguments from the kernel: {@code main} would get them without their name. */
  public static void main(String[] ignored) {
    try {
      // what containerd's own parent left open is not for a shim to keep, nor for its containers
      Descriptors.close(FIRST_INHERITED, Integer.MAX_VALUE);
      List<String> arguments = Environment.arguments();
      run(Arguments.parse(arguments.subList(1, arguments.size())));
    } catch (UsageException | PosixException e) {
      Fd.STDERR.writeAll(NAME + ": " + e.getMessage() + "\n");
      Processes.exit(1);
    }
  }

  private static void run(Arguments arguments) {
    if (arguments.version()) {
      Fd.STDOUT.writeAll("containerd-shim-stevedore-v1:\n  Version:  " + VERSION + "\n");
      return;
    }
    if (arguments.info()) {
      InfoVerb.run(NAME, VERSION, ShimLog.open(NAME, arguments.debug()));
      return;
    }
    if (arguments.namespace().isEmpty()) {
      throw new UsageException("shim namespace cannot be empty");
    }
    switch (arguments.verb()) {
      case "start" ->
          StartVerb.run(
              arguments, (listener, address) -> ShimServer.run(arguments, listener, address));
      case "delete" -> DeleteVerb.run(arguments, ShimLog.open(arguments.id(), arguments.debug()));
      default ->
          throw new UsageException(
              "unknown verb \"" + arguments.verb() + "\": it is \"start\" or \"delete\"");
    }
  }
}
