package dev.stevedore.tests.harness.grpc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import javax.net.SocketFactory;

/** Makes sockets for grpc-okhttp that are connected to one path, whatever is asked for. */
final class UnixSockets extends SocketFactory {
  private final UnixDomainSocketAddress path;

  UnixSockets(Path path) {
    this.path = UnixDomainSocketAddress.of(path);
  }

  @Override
  public Socket createSocket() throws IOException {
    return new UnixSocket(SocketChannel.open(path));
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return createSocket();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return createSocket();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return createSocket();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return createSocket();
  }

  private static final class UnixSocket extends Socket {
    private final SocketChannel channel;
    private final InputStream in;
    private final OutputStream out;

    UnixSocket(SocketChannel channel) {
      this.channel = channel;
      this.in = Channels.newInputStream(channel);
      this.out = Channels.newOutputStream(channel);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) {
      // Connected already.
    }

    @Override
    public InputStream getInputStream() {
      return in;
    }

    @Override
    public OutputStream getOutputStream() {
      return out;
    }

    @Override
    public void setTcpNoDelay(boolean on) {
      // Unix sockets never delay.
    }

    @Override
    public void setSoTimeout(int timeout) {
      // The library has timers of its own.
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
