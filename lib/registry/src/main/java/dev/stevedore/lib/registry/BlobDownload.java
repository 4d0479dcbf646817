package dev.stevedore.lib.registry;

import dev.stevedore.lib.oci.image.Descriptor;
import dev.stevedore.lib.registry.RegistryException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/**
 * Downloads blobs, bit by bit if it must be.
 *
 * <pre>
 *   GET blobs/DIGEST                          ──▶  200, all of it; the connection breaks after n bytes
 *   GET blobs/DIGEST  Range: bytes=n-         ──▶  206, the rest
 *                                                  200, all of it: this registry knows no ranges
 *                                                  416: there is no byte n
 * </pre>
 */
final class BlobDownload {
  private static final int CHUNK = 128 * 1024;

  private final String path;
  private final List<String> scopes;

  BlobDownload(String path, List<String> scopes) {
    this.path = path;
    this.scopes = scopes;
  }

  void download(Connection connection, Descriptor blob, ContentSink sink, RetryListener listener)
      throws IOException {
    Retries retries = new Retries(connection.settings().retries(), listener);
    while (sink.offset() < blob.size()) {
      long before = sink.offset();
      try {
        once(connection, blob, sink);
        if (sink.offset() < blob.size()) {
          throw new RegistryException(
              Kind.UNREACHABLE,
              "blob %s ends after %d of %d bytes"
                  .formatted(blob.digest(), sink.offset(), blob.size()));
        }
      } catch (InterruptedIOException e) {
        throw e;
      } catch (RegistryException e) {
        if (!e.isPassing()) {
          throw e;
        }
        if (sink.offset() > before) {
          retries.succeeded();
        }
        retries.pause(e);
      }
    }
  }

  private void once(Connection connection, Descriptor blob, ContentSink sink) throws IOException {
    long offset = sink.offset();
    Call call =
        Call.of("GET", connection.uri(path + "/blobs/" + blob.digest()), scopes).repeating(false);
    if (offset > 0) {
      call = call.with(Map.of("Range", "bytes=" + offset + "-"));
    }
    HttpResponse<InputStream> answer = connection.send(call);
    switch (answer.statusCode()) {
      case 200 -> {
        if (offset > 0) {
          sink.restart();
        }
      }
      case 206 -> requireStart(answer, offset);
      case 416 -> {
        answer.body().close();
        sink.restart();
        throw new RegistryException(
            Kind.UNREACHABLE, "blob " + blob.digest() + " has no byte " + offset);
      }
      default -> throw Answers.refusal(answer);
    }
    copy(connection, answer, blob, sink);
  }

  private static void requireStart(HttpResponse<InputStream> answer, long offset)
      throws IOException {
    String range = Answers.header(answer, "Content-Range");
    if (!range.startsWith("bytes " + offset + "-")) {
      answer.body().close();
      throw new RegistryException(
          Kind.CORRUPT, "asked for bytes from " + offset + ", got range \"" + range + "\"");
    }
  }

  private static void copy(
      Connection connection, HttpResponse<InputStream> answer, Descriptor blob, ContentSink sink)
      throws IOException {
    byte[] buffer = new byte[CHUNK];
    try (InputStream body = connection.guarded(answer)) {
      while (true) {
        int count = read(body, buffer, answer);
        if (count < 0) {
          return;
        }
        if (sink.offset() + count > blob.size()) {
          throw new RegistryException(
              Kind.CORRUPT,
              "blob %s has more than the %d bytes that its manifest says"
                  .formatted(blob.digest(), blob.size()));
        }
        sink.write(buffer, 0, count);
      }
    }
  }

  /** What breaks here is the registry's; what the sink throws is not. */
  private static int read(InputStream body, byte[] buffer, HttpResponse<InputStream> answer)
      throws IOException {
    try {
      int count = body.read(buffer, 0, buffer.length);
      if (Thread.interrupted()) {
        Thread.currentThread().interrupt();
        throw Connection.interrupted();
      }
      return count;
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw Connection.interrupted();
      }
      String why = e.getMessage() == null ? "unexpected EOF" : e.getMessage();
      throw new RegistryException(Kind.UNREACHABLE, answer.request().uri() + ": " + why, e);
    }
  }
}
