package dev.stevedore.dockerd.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import javax.net.ssl.SSLSocket;

/** A TCP connection with TLS. */
final class TlsTransport implements Transport {
  private final SSLSocket socket;

  TlsTransport(SSLSocket socket) {
    this.socket = socket;
  }

  @Override
  public InputStream input() throws IOException {
    return socket.getInputStream();
  }

  @Override
  public OutputStream output() throws IOException {
    return socket.getOutputStream();
  }

  @Override
  public void closeWrite() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  @Override
  public String peer() {
    return String.valueOf(socket.getRemoteSocketAddress());
  }
}
