package dev.stevedore.lib.daemon;

import dev.stevedore.lib.linux.LinuxException;
import dev.stevedore.lib.linux.Signals;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/**
 * What signals do to a daemon.
 *
 * <pre>
 *   INT, TERM   the first one asks for a clean stop; the third one ends the process at once, exit code 128 + signal
 *   HUP         reload, if the daemon can
 *   QUIT        the JVM itself writes the stacks of its platform threads to stdout
 *   USR1        all stacks, virtual threads too, go to a file ({@link StackDump})
 *   PIPE        ignored: the JDK turns it into an IOException
 * </pre>
 *
 * They do so however the daemon was started: a signal that its parent had it ignore is heard.
 */
public final class SignalTrap {
  private static final Logger LOG = LoggerFactory.getLogger(SignalTrap.class);
  private static final int FORCE_AT = 3;

  private static final List<Integer> HANDLED =
      List.of(Signals.SIGINT, Signals.SIGTERM, Signals.SIGHUP, Signals.SIGUSR1);

  private final AtomicInteger stops = new AtomicInteger();
  private final Runnable stop;

  private SignalTrap(Runnable stop) {
    this.stop = stop;
  }

  /**
   * Installs the handlers.
   *
   * @param stop called once, on a thread of its own, for the first INT or TERM
   * @param reload called, on a thread of its own, for each HUP
   * @param dump called for each USR1
   */
  public static void install(Runnable stop, Runnable reload, Runnable dump) {
    SignalTrap trap = new SignalTrap(stop);
    HANDLED.forEach(SignalTrap::stopIgnoring);
    Signal.handle(new Signal("INT"), trap::stop);
    Signal.handle(new Signal("TERM"), trap::stop);
    Signal.handle(new Signal("HUP"), _ -> start("reload", reload));
    Signal.handle(new Signal("USR1"), _ -> start("stack-dump", dump));
  }

  /** Else a daemon that was started by nohup, or in the background of a script, would be deaf. */
  private static void stopIgnoring(int signal) {
    try {
      Signals.stopIgnoring(signal);
    } catch (LinuxException e) {
      LOG.warn("signal {} stays as it was: {}", signal, e.getMessage());
    }
  }

  private void stop(Signal signal) {
    int count = stops.incrementAndGet();
    LOG.info("Processing signal '{}'", signal.getName());
    if (count == 1) {
      start("shutdown", stop);
    } else if (count >= FORCE_AT) {
      LOG.info("Forcing shutdown without cleanup; {} interrupts received", FORCE_AT);
      Runtime.getRuntime().halt(128 + signal.getNumber());
    }
  }

  private static void start(String name, Runnable action) {
    Thread.ofPlatform().name(name).start(action);
  }
}
