package dev.stevedore.tests.harness.stack;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** {@code GET /_ping} on a unix socket. */
final class DockerPing {
  private DockerPing() {}

  static boolean answers(Path socket) {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.write(
          StandardCharsets.US_ASCII.encode(
              "GET /_ping HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n"));
      ByteBuffer answer = ByteBuffer.allocate(64);
      channel.read(answer);
      return new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII)
          .contains(" 200");
    } catch (IOException e) {
      // It does not listen yet: the answer is no.
      return false;
    }
  }
}
