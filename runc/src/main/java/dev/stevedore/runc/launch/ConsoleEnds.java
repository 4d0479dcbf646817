package dev.stevedore.runc.launch;

import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.FdPassing;
import dev.stevedore.lib.posix.Pipe;
import dev.stevedore.lib.posix.Sockets;
import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.console.ConsoleRelay;
import java.util.Optional;

/**
 * Where the master of a new terminal goes: to who listens on --console-socket, or here, when this
 * process relays it.
 *
 * @param forInit what init sends it to; empty if there is no terminal
 * @param here the other end, if it comes here
 */
public record ConsoleEnds(Optional<Fd> forInit, Optional<Fd> here) {
  /** Opens what is needed. */
  public static ConsoleEnds open(LaunchOptions options, boolean terminal) {
    options.check(terminal);
    if (options.consoleSocket().isPresent()) {
      return new ConsoleEnds(options.consoleSocket().map(Sockets::connect), Optional.empty());
    }
    if (terminal) {
      Pipe pair = Sockets.pair();
      return new ConsoleEnds(Optional.of(pair.writer()), Optional.of(pair.reader()));
    }
    return new ConsoleEnds(Optional.empty(), Optional.empty());
  }

  /** The relay of the terminal that init has made, if it comes here. */
  public Optional<ConsoleRelay> relay() {
    return here.map(
        socket -> {
          try (socket) {
            return new ConsoleRelay(
                FdPassing.receive(socket)
                    .orElseThrow(() -> new RuncException("init has sent no terminal")));
          }
        });
  }
}
