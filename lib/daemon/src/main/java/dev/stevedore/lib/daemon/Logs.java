package dev.stevedore.lib.daemon;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.LayoutBase;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log: lines on stderr, {@code time="..." level=info msg="..."} as Docker's and containerd's
 * daemons write them. Set up in code, which spares the start Logback's search for, and parsing of,
 * a configuration file.
 */
public final class Logs {
  private final LoggerContext context;

  private Logs(LoggerContext context) {
    this.context = context;
  }

  /** How a line looks. */
  public enum Format {
    /** {@code time="..." level=info msg="..."}. */
    TEXT,
    /** An object with the same things. */
    JSON
  }

  /** Sends all logs to stderr, as text, from this level on. */
  public static Logs toStderr(Level level) {
    return toStderr(level, Format.TEXT);
  }

  /** Sends all logs to stderr, from this level on. */
  public static Logs toStderr(Level level, Format format) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    LayoutBase<ILoggingEvent> layout =
        format == Format.JSON ? new JsonLayout() : new LogfmtLayout();
    layout.setContext(context);
    layout.start();
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(context);
    encoder.setLayout(layout);
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    Logs logs = new Logs(context);
    logs.setLevel(level);
    return logs;
  }

  /**
   * Changes the level while running. Libraries stay at info: their debug lines are about
   * themselves.
   */
  public void setLevel(Level level) {
    context
        .getLogger(Logger.ROOT_LOGGER_NAME)
        .setLevel(level.isGreaterOrEqual(Level.INFO) ? level : Level.INFO);
    context.getLogger("dev.stevedore").setLevel(level);
    // It warns that a unix socket has no options of TCP.
    context.getLogger("io.netty.bootstrap").setLevel(Level.ERROR);
    // It warns where no link has an address, from which it would make an id that nothing here uses.
    context.getLogger("io.netty.util.internal.MacAddressUtil").setLevel(Level.ERROR);
  }

  /** Returns the level now. */
  public Level level() {
    return context.getLogger("dev.stevedore").getLevel();
  }

  /** Reads a format as containerd names it. */
  public static Optional<Format> parseFormat(String name) {
    return switch (name) {
      case "", "text" -> Optional.of(Format.TEXT);
      case "json" -> Optional.of(Format.JSON);
      default -> Optional.empty();
    };
  }

  /** Reads a level as logrus names them: trace, debug, info, warn, warning, error, fatal, panic. */
  public static Optional<Level> parseLevel(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "trace" -> Optional.of(Level.TRACE);
      case "debug" -> Optional.of(Level.DEBUG);
      case "info" -> Optional.of(Level.INFO);
      case "warn", "warning" -> Optional.of(Level.WARN);
      case "error", "fatal", "panic" -> Optional.of(Level.ERROR);
      default -> Optional.empty();
    };
  }
}
