package dev.stevedore.docker.os;

import dev.stevedore.docker.cli.CliException;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Poll;
import dev.stevedore.lib.posix.Terminal;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A line that the user types. */
final class TypedLine {
  private static final int CTRL_C = 3;
  private static final int INTERRUPTED = 130;

  private TypedLine() {}

  static String read(boolean hidden) {
    Optional<Terminal.Settings> before =
        hidden ? Terminal.settingsIfTerminal(Fd.STDIN) : Optional.empty();
    before.ifPresent(settings -> Terminal.hideInput(Fd.STDIN, settings));
    try {
      return readBytes(before.isPresent());
    } finally {
      before.ifPresent(settings -> Terminal.restore(Fd.STDIN, settings));
    }
  }

  /** Byte by byte: what comes after the line is for the next one who reads. */
  private static String readBytes(boolean hidden) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    byte[] one = new byte[1];
    while (true) {
      int count = Fd.STDIN.read(one, 0, 1);
      if (count == Fd.WOULD_BLOCK) {
        Poll.readable(Fd.STDIN);
      } else if (hidden && count > 0 && one[0] == CTRL_C) {
        throw new CliException("", INTERRUPTED);
      } else if (count <= 0 || one[0] == '\n') {
        return line.toString(StandardCharsets.UTF_8);
      } else if (one[0] != '\r') {
        line.write(one[0]);
      }
    }
  }
}
