package dev.stevedore.dockerd.network.dns;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of a container that asks by TCP. There are only so many, and none is kept that
 * says nothing: they take descriptors of the daemon.
 */
final class StreamClients implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamClients.class);
  private static final int MOST = 64;
  private static final int IDLE_MILLIS = 8000;

  private final ServerSocketChannel server;
  private final Function<byte[], Optional<byte[]>> answers;
  private final Set<SocketChannel> clients = ConcurrentHashMap.newKeySet();

  /**
   * Those of one server.
   *
   * @param answers what is answered to a message; nothing ends the connection
   */
  StreamClients(ServerSocketChannel server, Function<byte[], Optional<byte[]>> answers) {
    this.server = server;
    this.answers = answers;
  }

  /** Takes a new one. */
  void take(SelectionKey key) throws IOException {
    SocketChannel client;
    try {
      client = server.accept();
    } catch (IOException e) {
      // As when the daemon has no descriptor left: it would come at once again.
      pause(key);
      throw e;
    }
    if (client == null) {
      return;
    }
    if (clients.size() >= MOST) {
      client.close();
      return;
    }
    clients.add(client);
    Thread.ofVirtual().name("dns-client").start(() -> serve(client));
  }

  private static void pause(SelectionKey key) {
    key.interestOps(0);
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                Thread.sleep(Duration.ofSeconds(1));
                key.interestOps(SelectionKey.OP_ACCEPT);
                key.selector().wakeup();
              } catch (InterruptedException | CancelledKeyException e) {
                LOG.debug("nobody is waited for any more");
              }
            });
  }

  private void serve(SocketChannel client) {
    try (client) {
      client.socket().setSoTimeout(IDLE_MILLIS);
      DataInputStream in = new DataInputStream(client.socket().getInputStream());
      while (true) {
        byte[] message = new byte[in.readUnsignedShort()];
        in.readFully(message);
        Optional<byte[]> answer = answers.apply(message);
        if (answer.isEmpty()) {
          return;
        }
        int length = answer.get().length;
        ByteBuffer out =
            ByteBuffer.allocate(2 + length).putShort((short) length).put(answer.get()).flip();
        while (out.hasRemaining()) {
          client.write(out);
        }
      }
    } catch (EOFException e) {
      LOG.trace("a client is done");
    } catch (IOException e) {
      LOG.debug("a question by TCP: {}", e.getMessage());
    } finally {
      clients.remove(client);
    }
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel client : clients) {
      client.close();
    }
  }
}
