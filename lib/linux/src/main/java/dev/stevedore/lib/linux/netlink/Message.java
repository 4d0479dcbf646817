package dev.stevedore.lib.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A message from the kernel.
 *
 * @param type what it is
 * @param flags the NLM_F_ flags
 * @param sequence of the request that it answers; 0 if it answers none
 * @param port of the socket whose request it answers or whose deed it tells of
 * @param payload what follows the header, in the machine's byte order
 */
public record Message(int type, int flags, int sequence, int port, ByteBuffer payload) {
  /** An acknowledgement, or an error. */
  static final int NLMSG_ERROR = 2;

  /** The end of a dump. */
  static final int NLMSG_DONE = 3;

  /** Splits a datagram. */
  static List<Message> parse(byte[] datagram) {
    ByteBuffer buffer = ByteBuffer.wrap(datagram).order(ByteOrder.nativeOrder());
    List<Message> messages = new ArrayList<>();
    while (buffer.remaining() >= MessageWriter.HEADER_SIZE) {
      int start = buffer.position();
      int length = buffer.getInt(start);
      if (length < MessageWriter.HEADER_SIZE || length > buffer.remaining()) {
        break;
      }
      messages.add(
          new Message(
              Short.toUnsignedInt(buffer.getShort(start + 4)),
              Short.toUnsignedInt(buffer.getShort(start + 6)),
              buffer.getInt(start + 8),
              buffer.getInt(start + 12),
              buffer
                  .slice(start + MessageWriter.HEADER_SIZE, length - MessageWriter.HEADER_SIZE)
                  .order(ByteOrder.nativeOrder())));
      buffer.position(Math.min(buffer.limit(), start + (length + 3 & ~3)));
    }
    return messages;
  }

  /** The attributes that follow a fixed header of this many bytes. */
  public Attributes attributes(int headerSize) {
    int start = Math.min(payload.limit(), headerSize + 3 & ~3);
    return Attributes.parse(payload.slice(start, payload.limit() - start));
  }
}
