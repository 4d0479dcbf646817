package dev.stevedore.lib.daemon;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.util.Locale;

/**
 * One event, one line, with the keys that logrus gives it when containerd logs JSON:
 *
 * <pre>
 *   {"level":"info","logger":"Daemon","msg":"serving...","time":"2026-11-23T21:30:00.123456000Z"}
 * </pre>
 *
 * An exception's stack trace is the text {@code error}.
 */
final class JsonLayout extends LayoutBase<ILoggingEvent> {
  @Override
  public String doLayout(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(160);
    line.append('{');
    IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown != null) {
      member("error", ThrowableProxyUtil.asString(thrown), line).append(',');
    }
    String logger = event.getLoggerName();
    member("level", LogfmtLayout.level(event.getLevel()), line).append(',');
    member("logger", logger.substring(logger.lastIndexOf('.') + 1), line).append(',');
    member("msg", event.getFormattedMessage(), line).append(',');
    member("time", LogfmtLayout.TIME.format(event.getInstant()), line).append("}\n");
    return line.toString();
  }

  private static StringBuilder member(String name, String value, StringBuilder out) {
    out.append('"').append(name).append("\":\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ') {
            out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"');
  }
}
