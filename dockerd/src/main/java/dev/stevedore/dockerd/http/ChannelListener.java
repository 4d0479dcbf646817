package dev.stevedore.dockerd.http;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A listening unix or TCP socket without TLS. */
public final class ChannelListener implements Listener {
  private final ServerSocketChannel channel;
  private final String address;
  private final Optional<Path> unlinkOnClose;

  /**
   * Takes over a bound channel.
   *
   * @param address what to call it in logs
   * @param unlinkOnClose the socket's file, if it goes when the listener does
   */
  public ChannelListener(
      ServerSocketChannel channel, String address, Optional<Path> unlinkOnClose) {
    this.channel = channel;
    this.address = address;
    this.unlinkOnClose = unlinkOnClose;
  }

  @Override
  public Transport accept() throws IOException {
    return new ChannelTransport(channel.accept());
  }

  @Override
  public void close() throws IOException {
    channel.close();
    if (unlinkOnClose.isPresent()) {
      Files.deleteIfExists(unlinkOnClose.get());
    }
  }

  @Override
  public String address() {
    return address;
  }
}
