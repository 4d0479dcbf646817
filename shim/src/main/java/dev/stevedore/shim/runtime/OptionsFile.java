package dev.stevedore.shim.runtime;

import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.TtrpcException;
import dev.stevedore.lib.ttrpc.options.RuncOptions;
import dev.stevedore.lib.ttrpc.wire.Message;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;
import dev.stevedore.shim.Split;

/**
 * {@link RuncOptions} as people write them, which is what the {@code ConfigPath} of {@code
 * runtimeoptions.v1.Options} names: TOML with the keys of containerd's own configuration, at the
 * top or in a table {@code [options]}.
 *
 * <pre>
 *   BinaryName = "/usr/bin/crun"
 *   SystemdCgroup = true
 * </pre>
 */
final class OptionsFile {
  private OptionsFile() {}

  /**
   * Reads the text.
   *
   * @throws TtrpcException naming the line that is not understood
   */
  static RuncOptions parse(String text) {
    Message read =
        out -> {
          for (String line : Split.lines(text)) {
            String trimmed = line.trim();
            if (!trimmed.isEmpty() && !trimmed.startsWith("#") && !trimmed.equals("[options]")) {
              put(out, trimmed);
            }
          }
        };
    return RuncOptions.decode(read.encode());
  }

  private static void put(ProtoWriter out, String line) {
    int equals = line.indexOf('=');
    if (equals < 0) {
      throw notUnderstood(line);
    }
    String value = line.substring(equals + 1).trim();
    switch (line.substring(0, equals).trim()) {
      case "NoPivotRoot" -> out.bool(1, truth(value, line));
      case "NoNewKeyring" -> out.bool(2, truth(value, line));
      case "ShimCgroup" -> out.string(3, text(value, line));
      case "IoUid" -> out.uint32(4, number(value, line));
      case "IoGid" -> out.uint32(5, number(value, line));
      case "BinaryName" -> out.string(6, text(value, line));
      case "Root" -> out.string(7, text(value, line));
      case "CriuPath" -> out.string(8, text(value, line));
      case "SystemdCgroup" -> out.bool(9, truth(value, line));
      case "CriuImagePath" -> out.string(10, text(value, line));
      case "CriuWorkPath" -> out.string(11, text(value, line));
      default -> throw notUnderstood(line);
    }
  }

  private static boolean truth(String value, String line) {
    return switch (withoutComment(value)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw notUnderstood(line);
    };
  }

  private static int number(String value, String line) {
    try {
      return Integer.parseInt(withoutComment(value));
    } catch (NumberFormatException e) {
      throw notUnderstood(line);
    }
  }

  private static String text(String value, String line) {
    char quote = value.isEmpty() ? ' ' : value.charAt(0);
    int end = value.indexOf(quote, 1);
    boolean quoted = (quote == '"' || quote == '\'') && end > 0;
    if (!quoted
        || !withoutComment(value.substring(end + 1)).isEmpty()
        || (quote == '"' && value.substring(0, end).indexOf('\\') >= 0)) {
      throw notUnderstood(line);
    }
    return value.substring(1, end);
  }

  private static String withoutComment(String value) {
    int hash = value.indexOf('#');
    return (hash < 0 ? value : value.substring(0, hash)).trim();
  }

  private static TtrpcException notUnderstood(String line) {
    return new TtrpcException(Code.INVALID_ARGUMENT, "runtime options: cannot read: " + line);
  }
}
