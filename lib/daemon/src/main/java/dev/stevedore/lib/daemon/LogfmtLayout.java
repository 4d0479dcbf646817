package dev.stevedore.lib.daemon;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * One event, one line, as logrus writes it for Docker's and containerd's daemons:
 *
 * <pre>
 *   time="2026-11-23T21:30:00.123456000Z" level=info msg="API listen on \"x\"" logger=HttpServer
 * </pre>
 *
 * An exception's stack trace follows on lines of its own.
 */
final class LogfmtLayout extends LayoutBase<ILoggingEvent> {
  static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  @Override
  public String doLayout(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(160);
    line.append("time=\"").append(TIME.format(event.getInstant()));
    line.append("\" level=").append(level(event.getLevel())).append(" msg=\"");
    escape(event.getFormattedMessage(), line);
    String logger = event.getLoggerName();
    line.append("\" logger=")
        .append(logger, logger.lastIndexOf('.') + 1, logger.length())
        .append('\n');
    IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown != null) {
      line.append(ThrowableProxyUtil.asString(thrown)).append('\n');
    }
    return line.toString();
  }

  static String level(Level level) {
    return level.equals(Level.WARN) ? "warning" : level.toString().toLowerCase(Locale.ROOT);
  }

  private static void escape(String message, StringBuilder out) {
    for (int i = 0; i < message.length(); i++) {
      char c = message.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        default -> out.append(c);
      }
    }
  }
}
