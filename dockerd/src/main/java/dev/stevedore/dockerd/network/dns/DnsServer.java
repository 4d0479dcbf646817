package dev.stevedore.dockerd.network.dns;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One container's name server. */
public final class DnsServer implements AutoCloseable {
  /** Where containers find it. */
  public static final String ADDRESS = "127.0.0.11";

  private static final Logger LOG = LoggerFactory.getLogger(DnsServer.class);

  /** How many questions are taken before others have their turn. */
  private static final int IN_A_ROW = 16;

  private final DnsLoop loop;
  private final DnsSockets sockets;
  private final Answers answers;
  private final Forwarder forwarder;
  private final StreamClients streams;

  DnsServer(DnsLoop loop, DnsSockets sockets, Names names, Forwarder forwarder) throws IOException {
    this.loop = loop;
    this.sockets = sockets;
    this.answers = new Answers(names);
    this.forwarder = forwarder;
    this.streams = new StreamClients(sockets.tcp(), this::answer);
    try {
      loop.watch(sockets.udp(), SelectionKey.OP_READ, this::take);
      loop.watch(sockets.tcp(), SelectionKey.OP_ACCEPT, (key, _) -> streams.take(key));
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private void take(SelectionKey key, ByteBuffer buffer) throws IOException {
    for (int i = 0; i < IN_A_ROW; i++) {
      buffer.clear();
      SocketAddress client = sockets.udp().receive(buffer);
      if (client == null) {
        return;
      }
      byte[] message = new byte[buffer.flip().remaining()];
      buffer.get(message);
      switch (Query.read(message)) {
        case Query.Outcome.Asked(Query query) -> answer(query, client);
        case Query.Outcome.Wrong(int code) -> send(Reply.error(message, code), client);
        case Query.Outcome.Ignored() -> {}
      }
    }
  }

  private void answer(Query query, SocketAddress client) {
    Optional<byte[]> own = answers.answer(query, query.payload());
    if (own.isPresent()) {
      send(own.get(), client);
    } else if (!forwarder.begin(query, answer -> send(answer, client))) {
      LOG.debug("a question is dropped: too many wait");
    }
  }

  private void send(byte[] answer, SocketAddress client) {
    try {
      sockets.udp().send(ByteBuffer.wrap(answer), client);
    } catch (IOException e) {
      LOG.debug("an answer by UDP: {}", e.getMessage());
    }
  }

  /** The answer to what came by TCP. */
  private Optional<byte[]> answer(byte[] message) {
    return switch (Query.read(message)) {
      case Query.Outcome.Asked(Query query) ->
          Optional.of(
              answers.answer(query, Reply.LARGEST).orElseGet(() -> forwarder.forward(query, true)));
      case Query.Outcome.Wrong(int code) -> Optional.of(Reply.error(message, code));
      case Query.Outcome.Ignored() -> Optional.empty();
    };
  }

  @Override
  public void close() {
    try {
      sockets.close();
      streams.close();
    } catch (IOException e) {
      LOG.debug("close: {}", e.getMessage());
    }
    loop.notice();
  }
}
