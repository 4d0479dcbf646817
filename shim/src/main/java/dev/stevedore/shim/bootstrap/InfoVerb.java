package dev.stevedore.shim.bootstrap;

import dev.stevedore.lib.posix.EventLoop;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.ttrpc.TtrpcException;
import dev.stevedore.lib.ttrpc.options.RuncOptions;
import dev.stevedore.lib.ttrpc.wire.Any;
import dev.stevedore.lib.ttrpc.wire.Message;
import dev.stevedore.lib.ttrpc.wire.WireException;
import dev.stevedore.shim.ShimLog;
import dev.stevedore.shim.UsageException;
import dev.stevedore.shim.runtime.Children;
import dev.stevedore.shim.runtime.OciRuntime;
import dev.stevedore.shim.runtime.RuntimeOptionsReader;
import dev.stevedore.shim.runtime.RuntimeResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code -info}: what this shim is, and what the runtime under it can do, as a {@code
 * containerd.types.RuntimeInfo}.
 *
 * <pre>
 *   1 name  2 version { 1 version }  3 options (those on stdin)  4 features (runc features)
 * </pre>
 */
public final class InfoVerb {
  private static final String FEATURES =
      "types.containerd.io/opencontainers/runtime-spec/1/features/Features";

  private InfoVerb() {}

  /** Prints it. */
  public static void run(String name, String version, ShimLog log) {
    Any given;
    RuncOptions options;
    try {
      given = Any.decode(Fd.STDIN.readAll());
      options = RuntimeOptionsReader.read(given);
    } catch (TtrpcException | WireException e) {
      throw new UsageException("failed to read runtime options: " + e.getMessage());
    }
    @Nullable Any features = features(options, log);
    Message runtimeVersion = out -> out.string(1, version);
    Message info =
        out -> {
          out.string(1, name);
          out.message(2, runtimeVersion);
          out.message(3, given.value().length == 0 ? null : Any.of(RuncOptions.TYPE, options));
          out.message(4, features);
        };
    Fd.STDOUT.writeAll(info.encode());
  }

  /** Null when the runtime does not know the command, as crun 1.8 does not. */
  private static @Nullable Any features(RuncOptions options, ShimLog log) {
    EventLoop loop = new EventLoop();
    Children children = new Children(loop, log, () -> {});
    children.start();
    List<Any> features = new ArrayList<>();
    OciRuntime.of(children, options, "", "")
        .features(
            result -> {
              switch (result) {
                case RuntimeResult.Success(String output) -> {
                  if (output.startsWith("{")) {
                    features.add(new Any(FEATURES, output.getBytes(StandardCharsets.UTF_8)));
                  }
                }
                case RuntimeResult.Failure(String reason) ->
                    log.debug("failed to get the runtime features: " + reason);
              }
              loop.stop();
            });
    loop.run();
    return features.isEmpty() ? null : features.getFirst();
  }
}
