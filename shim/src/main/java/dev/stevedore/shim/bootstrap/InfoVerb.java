package dev.stevedore.shim.bootstrap;

import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.ttrpc.wire.Message;

/** {@code -info}: what this shim is, as a {@code containerd.types.RuntimeInfo}. */
public final class InfoVerb {
  private InfoVerb() {}

  /** Prints it. */
  public static void run(String name, String version) {
    Message runtimeVersion = out -> out.string(1, version);
    Message info =
        out -> {
          out.string(1, name);
          out.message(2, runtimeVersion);
        };
    Fd.STDOUT.writeAll(info.encode());
  }
}
