package dev.stevedore.shim.stdio;

import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.TtrpcException;

/** Where a process's output goes. */
public sealed interface OutputTarget {
  /** Nowhere. */
  record None() implements OutputTarget {}

  /** To whoever reads the FIFO, or to the file, at {@code path}, which exists. */
  record Path(String path) implements OutputTarget {}

  /** To the end of a file, which is made with its directory when it is missing. */
  record LogFile(String path) implements OutputTarget {}

  /** To a program that the shim starts for it. */
  record Program(LogProgram program) implements OutputTarget {}

  /**
   * Reads what containerd's clients give: a path, {@code fifo://path}, {@code file://path} or
   * {@code binary://program}.
   *
   * @throws TtrpcException for other schemes
   */
  static OutputTarget parse(String text) {
    if (text.isEmpty()) {
      return new None();
    }
    int colon = text.indexOf("://");
    if (colon < 0) {
      return new Path(text);
    }
    String scheme = text.substring(0, colon);
    String path = text.substring(colon + 3);
    int query = path.indexOf('?');
    String plain = query < 0 ? path : path.substring(0, query);
    return switch (scheme) {
      case "fifo" -> new Path(plain);
      case "file" -> new LogFile(plain);
      case "binary" -> new Program(LogProgram.parse(path));
      default -> throw new TtrpcException(Code.UNKNOWN, "unknown STDIO scheme " + scheme);
    };
  }
}
