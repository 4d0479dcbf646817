package dev.stevedore.shim.runtime;

import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.TtrpcException;
import dev.stevedore.lib.ttrpc.options.RuncOptions;
import dev.stevedore.lib.ttrpc.options.RuntimeOptions;
import dev.stevedore.lib.ttrpc.wire.Any;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The options that a client gave, in any of the forms there are. */
public final class RuntimeOptionsReader {
  private RuntimeOptionsReader() {}

  /**
   * Reads {@code containerd.runc.v1.Options}, or {@code runtimeoptions.v1.Options} that hold them
   * as TOML.
   *
   * @throws TtrpcException for options of another kind
   */
  public static RuncOptions read(@Nullable Any any) {
    if (any == null || any.value().length == 0) {
      return RuncOptions.DEFAULT;
    }
    if (any.is(RuncOptions.TYPE)) {
      return RuncOptions.decode(any.value());
    }
    if (any.is(RuntimeOptions.TYPE)) {
      return read(RuntimeOptions.decode(any.value()));
    }
    throw new TtrpcException(
        Code.INVALID_ARGUMENT, "runtime options of type " + any.typeUrl() + " are not supported");
  }

  private static RuncOptions read(RuntimeOptions options) {
    String type = options.typeUrl();
    if (!type.isEmpty() && !type.endsWith(RuncOptions.TYPE)) {
      throw new TtrpcException(
          Code.INVALID_ARGUMENT, "runtime options of type " + type + " are not supported");
    }
    if (options.configPath().isEmpty()) {
      return OptionsFile.parse(new String(options.configBody(), StandardCharsets.UTF_8));
    }
    try {
      return OptionsFile.parse(Files.readText(options.configPath()));
    } catch (PosixException e) {
      throw new TtrpcException(Code.INVALID_ARGUMENT, "runtime options: " + e.getMessage());
    }
  }
}
