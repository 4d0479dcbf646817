package dev.stevedore.docker.os;

import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Terminal;
import java.util.Optional;

/** This process's terminal in raw mode, until it is restored. */
final class RawTerminal implements AutoCloseable {
  private Optional<Terminal.Settings> before;

  private RawTerminal(Optional<Terminal.Settings> before) {
    this.before = before;
  }

  /**
   * Changes the terminal of stdin.
   *
   * @param wanted if not, or if stdin is no terminal, nothing changes
   */
  static RawTerminal enter(boolean wanted) {
    Optional<Terminal.Settings> before =
        wanted ? Terminal.settingsIfTerminal(Fd.STDIN) : Optional.empty();
    before.ifPresent(settings -> Terminal.makeRaw(Fd.STDIN, settings));
    return new RawTerminal(before);
  }

  /** Puts the terminal back; the second time, nothing happens. */
  void restore() {
    before.ifPresent(settings -> Terminal.restore(Fd.STDIN, settings));
    before = Optional.empty();
  }

  @Override
  public void close() {
    restore();
  }
}
