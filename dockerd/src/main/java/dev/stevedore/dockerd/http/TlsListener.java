package dev.stevedore.dockerd.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.channels.AsynchronousCloseException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * A listening TCP socket with TLS. The handshake happens on each connection's own thread, at its
 * first read.
 */
public final class TlsListener implements Listener {
  private static final int BACKLOG = 128;

  private final SSLServerSocket socket;

  /**
   * Binds the address.
   *
   * @param verifyClients whether a client must show a certificate that the context trusts
   */
  public TlsListener(SSLContext context, boolean verifyClients, InetSocketAddress address)
      throws IOException {
    socket = (SSLServerSocket) context.getServerSocketFactory().createServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.setNeedClientAuth(verifyClients);
      socket.bind(address, BACKLOG);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  @Override
  public Transport accept() throws IOException {
    try {
      return new TlsTransport((SSLSocket) socket.accept());
    } catch (SocketException e) {
      if (socket.isClosed()) {
        throw new AsynchronousCloseException();
      }
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  @Override
  public String address() {
    return String.valueOf(socket.getLocalSocketAddress());
  }
}
