package dev.stevedore.tests.harness.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.stevedore.tests.harness.process.Pause;
import dev.stevedore.tests.harness.scratch.Scratch;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands before a registry: counts what is asked for, and is a nuisance when told to. It makes no
 * difference between what it passes on and what it would if nobody listened any more, so what it
 * counts may be a little more than what was received.
 */
public final class RegistryProxy implements AutoCloseable {
  private static final Set<String> OWN_HEADERS =
      Set.of("connection", "content-length", "host", "transfer-encoding", "upgrade", "date");
  private static final int CHUNK = 64 * 1024;

  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final String registry;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicLong blobBytes = new AtomicLong();
  private final AtomicInteger refusals = new AtomicInteger();
  private final AtomicInteger cuts = new AtomicInteger();
  private volatile int status;
  private volatile long cutAfter;
  private volatile long bytesPerSecond = Long.MAX_VALUE;

  private RegistryProxy(String registry) {
    this.registry = registry;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  /** Starts one before a registry. */
  public static RegistryProxy before(RegistryServer registry, Scratch scratch) {
    return scratch.owns(new RegistryProxy(registry.address()));
  }

  /** The name of an image, asked for through this. */
  public String image(String name) {
    return "127.0.0.1:" + server.getAddress().getPort() + "/" + name;
  }

  /** The next requests but those to /v2/ itself are answered with a status. */
  public void refuse(int times, int httpStatus) {
    status = httpStatus;
    refusals.set(times);
  }

  /** The next transfers of blobs break after so many bytes, in either direction. */
  public void cut(int times, long afterBytes) {
    cutAfter = afterBytes;
    cuts.set(times);
  }

  /** Lets each blob through at this speed. */
  public void slowDown(long bytesEachSecond) {
    bytesPerSecond = bytesEachSecond;
  }

  /** What was asked, such as {@code GET /v2/a/blobs/sha256:… bytes=5-}. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** How many bytes of blobs went to clients. */
  public long blobBytes() {
    return blobBytes.get();
  }

  /** Forgets what was counted. */
  public void reset() {
    requests.clear();
    blobBytes.set(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString();
    String range = exchange.getRequestHeaders().getFirst("Range");
    requests.add(exchange.getRequestMethod() + " " + path + (range == null ? "" : " " + range));
    try (exchange) {
      if (!path.equals("/v2/") && refusals.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
        exchange.getResponseHeaders().set("Retry-After", "1");
        exchange.sendResponseHeaders(status, -1);
        return;
      }
      pass(exchange, path);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pass(HttpExchange exchange, String path) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + registry + path));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    boolean upload = exchange.getRequestMethod().equals("PATCH");
    InputStream body = exchange.getRequestBody();
    byte[] sent =
        upload && cuts.getAndUpdate(n -> Math.max(0, n - 1)) > 0
            ? body.readNBytes((int) cutAfter)
            : body.readAllBytes();
    request.method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(sent));
    HttpResponse<InputStream> answer = client.send(request.build(), BodyHandlers.ofInputStream());
    if (upload && body.read() >= 0) {
      answer.body().close();
      return; // the client has more to say, and hears no answer
    }
    reply(exchange, answer, path.contains("/blobs/sha256:"));
  }

  private void reply(HttpExchange exchange, HttpResponse<InputStream> answer, boolean blob)
      throws IOException {
    answer
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> exchange.getResponseHeaders().add(name, value));
              }
            });
    long length = answer.headers().firstValueAsLong("Content-Length").orElse(0);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    if (head) {
      exchange.getResponseHeaders().set("Content-Length", Long.toString(length));
    }
    exchange.sendResponseHeaders(answer.statusCode(), head || length == 0 ? -1 : length);
    boolean cutting =
        blob && !head && length > cutAfter && cuts.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    long limit = cutting ? cutAfter : Long.MAX_VALUE;
    try (InputStream in = answer.body()) {
      if (!head && length > 0) {
        copy(in, exchange.getResponseBody(), limit, blob);
      }
    }
  }

  private void copy(InputStream in, OutputStream out, long limit, boolean blob) throws IOException {
    byte[] buffer = new byte[CHUNK];
    long left = limit;
    while (left > 0) {
      int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (count < 0) {
        return;
      }
      if (blob) {
        long speed = bytesPerSecond;
        if (speed < Long.MAX_VALUE) {
          Pause.millis(count * 1000L / speed);
        }
        blobBytes.addAndGet(count);
      }
      out.write(buffer, 0, count);
      left -= count;
    }
    out.flush();
  }

  @Override
  public void close() {
    server.stop(0);
    client.shutdownNow();
  }
}
