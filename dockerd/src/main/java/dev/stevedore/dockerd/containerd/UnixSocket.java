package dev.stevedore.dockerd.containerd;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * A connected unix socket that looks like a TCP one to grpc-okhttp, which can only be given a
 * {@link Socket}. Options of TCP are accepted and have no effect.
 */
final class UnixSocket extends Socket {
  private final SocketChannel channel;
  private final InputStream input;
  private final OutputStream output;

  /**
   * Connects.
   *
   * @throws IOException if nothing listens at {@code path}
   */
  UnixSocket(Path path) throws IOException {
    channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
    input = Channels.newInputStream(channel);
    output = Channels.newOutputStream(channel);
  }

  @Override
  public void connect(SocketAddress endpoint) {
    // Connected since the constructor.
  }

  @Override
  public void connect(SocketAddress endpoint, int timeout) {
    // Connected since the constructor.
  }

  @Override
  public InputStream getInputStream() {
    return input;
  }

  @Override
  public OutputStream getOutputStream() {
    return output;
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  @Override
  public SocketAddress getLocalSocketAddress() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  @Override
  public boolean isConnected() {
    return channel.isConnected();
  }

  @Override
  public boolean isClosed() {
    return !channel.isOpen();
  }

  @Override
  public void setTcpNoDelay(boolean on) {
    // A unix socket never delays.
  }

  @Override
  public void setSoTimeout(int timeout) {
    // gRPC has deadlines of its own.
  }

  @Override
  public int getSoTimeout() {
    return 0;
  }

  @Override
  public void shutdownInput() throws IOException {
    channel.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
