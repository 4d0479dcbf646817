package dev.stevedore.aot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Changes of texts that TeaVM wrote; each fails if the text is not what it was made for. */
final class SourcePatch {
  private SourcePatch() {}

  /** Replaces a text wherever it stands; it must stand somewhere. */
  static void replace(Path file, String what, String by) throws IOException, NativeBuildException {
    String code = Files.readString(file);
    if (!code.contains(what)) {
      throw changed(file, what);
    }
    Files.writeString(file, code.replace(what, by));
  }

  /** Replaces a text that must stand exactly once. */
  static void replaceOnce(Path file, String what, String by)
      throws IOException, NativeBuildException {
    String code = Files.readString(file);
    if (code.indexOf(what) != code.lastIndexOf(what)) {
      throw changed(file, what);
    }
    replace(file, what, by);
  }

  /** Replaces all from a text on, up to another one or, if that is empty, to the end. */
  static void replaceFrom(Path file, String from, String to, String by)
      throws IOException, NativeBuildException {
    String code = Files.readString(file);
    int start = code.indexOf(from);
    int end = to.isEmpty() ? code.length() : code.indexOf(to, Math.max(start, 0));
    if (start < 0 || end < 0) {
      throw changed(file, from);
    }
    Files.writeString(file, code.substring(0, start) + by + code.substring(end));
  }

  private static NativeBuildException changed(Path file, String what) {
    return new NativeBuildException("TeaVM's " + file.getFileName() + " has changed: " + what);
  }
}
