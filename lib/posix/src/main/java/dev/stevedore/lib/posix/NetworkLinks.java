package dev.stevedore.lib.posix;

import java.util.ArrayList;
import java.util.List;

/**
 * Network devices of the network namespace that this was opened in, by rtnetlink(7).
 *
 * <pre>
 *   nlmsghdr { length, type, flags, sequence, port } | ifinfomsg or ifaddrmsg | attributes { length, type, value }
 * </pre>
 */
public final class NetworkLinks implements AutoCloseable {
  private static final int AF_NETLINK = 16;
  private static final int SOCK_RAW = 3;
  private static final int CLOEXEC = 0x80000;
  private static final int HEADER = 16;
  private static final int LINK = 16;
  private static final int ADDRESS = 8;
  private static final int BUFFER = 32 * 1024;

  private static final int NLMSG_ERROR = 2;
  private static final int NLMSG_DONE = 3;
  private static final int RTM_NEWLINK = 16;
  private static final int RTM_GETLINK = 18;
  private static final int RTM_NEWADDR = 20;
  private static final int RTM_GETADDR = 22;
  private static final int REQUEST = 1;
  private static final int ACKNOWLEDGE = 4;
  private static final int DUMP = 0x300;
  private static final int CREATE = 0x600;
  private static final int IFLA_IFNAME = 3;
  private static final int IFLA_NET_NS_FD = 28;
  private static final int IFA_ADDRESS = 1;
  private static final int IFA_LOCAL = 2;
  private static final int IFA_BROADCAST = 4;
  private static final int PERMANENT = 0x80;
  private static final int IFF_UP = 1;

  private final Fd socket;
  private int sequence;

  private NetworkLinks(Fd socket) {
    this.socket = socket;
  }

  /** Opens it. */
  public static NetworkLinks open() {
    long fd = Syscall.invoke(Syscall.SOCKET, AF_NETLINK, SOCK_RAW | CLOEXEC, 0);
    return new NetworkLinks(new Fd((int) Syscall.check(fd, "socket", "netlink")));
  }

  /** An address of a device, as the kernel tells it and takes it. */
  public static final class Address {
    private final byte[] message;

    private Address(byte[] message) {
      this.message = message;
    }
  }

  /**
   * The index of a device.
   *
   * @throws PosixException with ENODEV if there is none of that name
   */
  public int index(String name) {
    byte[] request = request(RTM_GETLINK, REQUEST, LINK, attribute(IFLA_IFNAME, CString.of(name)));
    send(request);
    byte[] answer = receive();
    checkError(answer, "find " + name);
    return Struct.getInt(answer, HEADER + 4);
  }

  /** The permanent addresses of a device that hold beyond its own link. */
  public List<Address> addresses(int index) {
    send(request(RTM_GETADDR, REQUEST | DUMP, ADDRESS, new byte[0]));
    List<Address> found = new ArrayList<>();
    while (true) {
      byte[] messages = receive();
      for (int at = 0; at + HEADER <= messages.length; at += align(Struct.getInt(messages, at))) {
        int type = Struct.getUnsignedShort(messages, at + 4);
        if (type == NLMSG_DONE || type == NLMSG_ERROR) {
          return found;
        }
        boolean isGlobal = messages[at + HEADER + 3] == 0;
        boolean isPermanent = (messages[at + HEADER + 2] & PERMANENT) != 0;
        if (Struct.getInt(messages, at + HEADER + 4) == index && isGlobal && isPermanent) {
          found.add(new Address(slice(messages, at, Struct.getInt(messages, at))));
        }
      }
    }
  }

  /**
   * Moves a device into another network namespace, where it has a name perhaps of its own. It is
   * down there, and has lost its addresses.
   */
  public void move(int index, String name, Fd namespace) {
    byte[] target = new byte[4];
    Struct.putInt(target, 0, namespace.number());
    byte[] request =
        request(
            RTM_NEWLINK,
            REQUEST | ACKNOWLEDGE,
            LINK,
            join(attribute(IFLA_NET_NS_FD, target), attribute(IFLA_IFNAME, CString.of(name))));
    Struct.putInt(request, HEADER + 4, index);
    send(request);
    checkError(receive(), "move to " + name);
  }

  /** Makes a device usable. */
  public void bringUp(int index) {
    byte[] request = request(RTM_NEWLINK, REQUEST | ACKNOWLEDGE, LINK, new byte[0]);
    Struct.putInt(request, HEADER + 4, index);
    Struct.putInt(request, HEADER + 8, IFF_UP);
    Struct.putInt(request, HEADER + 12, IFF_UP);
    send(request);
    checkError(receive(), "bring up");
  }

  /** Gives a device an address that another, or it elsewhere, had. */
  public void add(int index, Address address) {
    byte[] kept = new byte[0];
    for (int at = HEADER + ADDRESS; at + 4 <= address.message.length; ) {
      int length = Struct.getUnsignedShort(address.message, at);
      int type = Struct.getUnsignedShort(address.message, at + 2);
      if (length < 4) {
        break;
      }
      if (type == IFA_ADDRESS || type == IFA_LOCAL || type == IFA_BROADCAST) {
        kept = join(kept, attribute(type, slice(address.message, at + 4, length - 4)));
      }
      at += align(length);
    }
    byte[] request = request(RTM_NEWADDR, REQUEST | ACKNOWLEDGE | CREATE, ADDRESS, kept);
    request[HEADER] = address.message[HEADER];
    request[HEADER + 1] = address.message[HEADER + 1];
    Struct.putInt(request, HEADER + 4, index);
    send(request);
    checkError(receive(), "add an address");
  }

  @Override
  public void close() {
    socket.close();
  }

  private byte[] request(int type, int flags, int body, byte[] attributes) {
    byte[] message = new byte[HEADER + body + attributes.length];
    Struct.putInt(message, 0, message.length);
    Struct.putShort(message, 4, type);
    Struct.putShort(message, 6, flags);
    Struct.putInt(message, 8, ++sequence);
    System.arraycopy(attributes, 0, message, HEADER + body, attributes.length);
    return message;
  }

  private void send(byte[] message) {
    socket.writeAll(message);
  }

  private byte[] receive() {
    byte[] buffer = new byte[BUFFER];
    int n = socket.read(buffer, 0, buffer.length);
    return slice(buffer, 0, Math.max(n, 0));
  }

  private static void checkError(byte[] answer, String what) {
    if (Struct.getUnsignedShort(answer, 4) == NLMSG_ERROR) {
      Syscall.check(Struct.getInt(answer, HEADER), "netlink", what);
    }
  }

  private static byte[] attribute(int type, byte[] value) {
    byte[] attribute = new byte[align(4 + value.length)];
    Struct.putShort(attribute, 0, 4 + value.length);
    Struct.putShort(attribute, 2, type);
    System.arraycopy(value, 0, attribute, 4, value.length);
    return attribute;
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = new byte[first.length + second.length];
    System.arraycopy(first, 0, both, 0, first.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static byte[] slice(byte[] bytes, int from, int length) {
    byte[] part = new byte[length];
    System.arraycopy(bytes, from, part, 0, length);
    return part;
  }

  private static int align(int length) {
    return (length + 3) / 4 * 4;
  }
}
