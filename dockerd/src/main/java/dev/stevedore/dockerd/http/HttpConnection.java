package dev.stevedore.dockerd.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the requests of one connection, one after the other, on the thread that calls {@link
 * #run}.
 */
final class HttpConnection implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);

  private final Transport transport;
  private final HttpHandler handler;
  private volatile boolean idle = true;

  HttpConnection(Transport transport, HttpHandler handler) {
    this.transport = transport;
    this.handler = handler;
  }

  @Override
  public void run() {
    try (transport) {
      serve();
    } catch (IOException e) {
      LOG.debug("connection {} ended: {}", transport.peer(), e.toString());
    }
  }

  /** Closes the connection if no request is in work. */
  void closeIfIdle() throws IOException {
    if (idle) {
      transport.close();
    }
  }

  /** Closes the connection whatever it does. */
  void close() throws IOException {
    transport.close();
  }

  private void serve() throws IOException {
    ConnectionInput in = new ConnectionInput(transport.input());
    OutputStream out = new ConnectionOutput(transport.output());
    boolean more = true;
    while (more) {
      idle = true;
      try {
        Optional<RequestHead> head = RequestParser.read(in);
        if (head.isEmpty()) {
          return;
        }
        idle = false;
        more = serve(new HttpExchange(head.get(), in, out, transport));
      } catch (MalformedRequestException e) {
        refuse(out, e);
        return;
      }
    }
  }

  private boolean serve(HttpExchange exchange) throws IOException {
    try {
      handler.handle(exchange);
      return exchange.finish();
    } catch (MalformedRequestException e) {
      if (exchange.isStarted()) {
        throw new IOException(e.getMessage(), e);
      }
      throw e;
    } finally {
      // A handler may have been interrupted because its client went; the next request has not.
      boolean interrupted = Thread.interrupted();
      if (interrupted) {
        LOG.debug("a handler of {} was interrupted", exchange.head().path());
      }
    }
  }

  private static void refuse(OutputStream out, MalformedRequestException e) throws IOException {
    String reason = StatusText.of(e.status());
    String text =
        "HTTP/1.1 %d %s\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n%d %s: %s"
            .formatted(e.status(), reason, e.status(), reason, e.getMessage());
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
