package dev.stevedore.containerd.monitoring;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers GET requests of HTTP/1.1 with text, one per connection: enough for who looks at a daemon
 * now and then, on a socket of any kind.
 */
final class TextServer implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(TextServer.class);
  private static final int MAX_CONNECTIONS = 16;
  private static final int MAX_HEADERS = 100;
  private static final int MAX_LINE = 8192;

  private final ServerSocketChannel listener;
  private final Function<String, Answer> answers;
  private final Semaphore connections = new Semaphore(MAX_CONNECTIONS);

  /**
   * What is answered.
   *
   * @param status such as {@code 200 OK}
   */
  record Answer(String status, String type, String body) {
    static Answer text(String body) {
      return new Answer("200 OK", "text/plain; charset=utf-8", body);
    }

    static Answer failure(String status, String why) {
      return new Answer(status, "text/plain; charset=utf-8", why + "\n");
    }
  }

  /**
   * Serves on a socket, which closing this closes.
   *
   * @param answers by path and query
   */
  TextServer(ServerSocketChannel listener, Function<String, Answer> answers) {
    this.listener = listener;
    this.answers = answers;
    Thread.ofVirtual().name("monitoring").start(this::accept);
  }

  private void accept() {
    while (listener.isOpen()) {
      try {
        connections.acquire();
        SocketChannel client = listener.accept();
        Thread.ofVirtual().name("monitoring client").start(() -> serve(client));
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        connections.release();
        LOG.warn("a connection was not accepted: {}", e.getMessage());
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void serve(SocketChannel client) {
    try (client) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(Channels.newInputStream(client), StandardCharsets.ISO_8859_1),
              MAX_LINE);
      String request = in.readLine();
      for (int i = 0; i < MAX_HEADERS; i++) {
        String header = in.readLine();
        if (header == null || header.isEmpty()) {
          break;
        }
      }
      Answer answer = answer(request == null ? "" : request);
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      String head =
          "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
              .formatted(answer.status(), answer.type(), body.length);
      OutputStream out = Channels.newOutputStream(client);
      out.write(head.getBytes(StandardCharsets.ISO_8859_1));
      out.write(body);
    } catch (IOException e) {
      LOG.debug("a client went away: {}", e.getMessage());
    } finally {
      connections.release();
    }
  }

  private Answer answer(String request) {
    String[] words = request.split(" ", -1);
    if (words.length != 3) {
      return Answer.failure("400 Bad Request", "not a request of HTTP/1.1");
    }
    return words[0].equals("GET")
        ? answers.apply(words[1])
        : Answer.failure("405 Method Not Allowed", "only GET is served");
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
