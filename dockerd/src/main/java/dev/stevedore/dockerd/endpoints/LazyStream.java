package dev.stevedore.dockerd.endpoints;

import dev.stevedore.dockerd.api.Exchange;
import dev.stevedore.dockerd.api.JsonStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A stream of JSON objects that begins with the first of them; at the latest when it is closed. */
final class LazyStream implements AutoCloseable {
  private final Exchange exchange;
  private @Nullable JsonStream stream;

  LazyStream(Exchange exchange) {
    this.exchange = exchange;
  }

  /** Writes an object at once. */
  void write(Object json) throws IOException {
    stream().write(json);
  }

  private JsonStream stream() throws IOException {
    if (stream == null) {
      stream = exchange.streamJson();
    }
    return stream;
  }

  @Override
  public void close() throws IOException {
    stream().close();
  }
}
