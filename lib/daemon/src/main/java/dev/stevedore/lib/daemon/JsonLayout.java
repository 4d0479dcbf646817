package dev.stevedore.lib.daemon;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;

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
    JsonObject line = Json.object();
    IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown != null) {
      line.add("error", ThrowableProxyUtil.asString(thrown));
    }
    String logger = event.getLoggerName();
    return line.add("level", LogfmtLayout.level(event.getLevel()))
            .add("logger", logger.substring(logger.lastIndexOf('.') + 1))
            .add("msg", event.getFormattedMessage())
            .add("time", LogfmtLayout.TIME.format(event.getInstant()))
        + "\n";
  }
}
