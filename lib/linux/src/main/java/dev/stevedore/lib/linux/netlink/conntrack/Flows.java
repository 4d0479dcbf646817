package dev.stevedore.lib.linux.netlink.conntrack;

import dev.stevedore.lib.linux.Errno;
import dev.stevedore.lib.linux.Sockets;
import dev.stevedore.lib.linux.netlink.Attributes;
import dev.stevedore.lib.linux.netlink.Message;
import dev.stevedore.lib.linux.netlink.MessageWriter;
import dev.stevedore.lib.linux.netlink.NetlinkException;
import dev.stevedore.lib.linux.netlink.NetlinkSocket;
import dev.stevedore.lib.linux.netlink.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists connections, and has the kernel forget them. Numbers: linux/nfnetlink_conntrack.h. */
public final class Flows {
  private static final int SUBSYSTEM = 1;
  private static final int GET = 1;
  private static final int DELETE = 2;
  private static final int HEADER = 4;

  private static final int CTA_TUPLE_ORIG = 1;
  private static final int CTA_TUPLE_REPLY = 2;
  private static final int CTA_TUPLE_IP = 1;
  private static final int CTA_TUPLE_PROTO = 2;
  private static final int CTA_IP_V4_SRC = 1;
  private static final int CTA_IP_V4_DST = 2;
  private static final int CTA_IP_V6_SRC = 3;
  private static final int CTA_IP_V6_DST = 4;
  private static final int CTA_PROTO_NUM = 1;
  private static final int CTA_PROTO_DST_PORT = 3;
  private static final int NLA_F_NESTED = 0x8000;

  private Flows() {}

  /** All of one IP version. */
  public static List<Flow> list(NetlinkSocket socket, boolean v6) throws IOException {
    MessageWriter message = message(GET, Request.NLM_F_REQUEST | Request.NLM_F_DUMP, v6);
    List<Flow> flows = new ArrayList<>();
    for (Message answer : socket.query(new Request("list connections", "", message))) {
      flow(answer.attributes(HEADER), v6).ifPresent(flows::add);
    }
    return flows;
  }

  private static Optional<Flow> flow(Attributes attributes, boolean v6) {
    Attributes original = attributes.nest(CTA_TUPLE_ORIG);
    Attributes reply = attributes.nest(CTA_TUPLE_REPLY);
    Optional<byte[]> tuple = attributes.bytes(CTA_TUPLE_ORIG);
    Optional<InetAddress> destination =
        original.nest(CTA_TUPLE_IP).address(v6 ? CTA_IP_V6_DST : CTA_IP_V4_DST);
    Optional<InetAddress> answering =
        reply.nest(CTA_TUPLE_IP).address(v6 ? CTA_IP_V6_SRC : CTA_IP_V4_SRC);
    Attributes protocol = original.nest(CTA_TUPLE_PROTO);
    if (tuple.isEmpty() || destination.isEmpty() || answering.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Flow(
            protocol.u8(CTA_PROTO_NUM).orElse(0),
            destination.get(),
            protocol.u16be(CTA_PROTO_DST_PORT).orElse(0),
            answering.get(),
            tuple.get()));
  }

  /** Has one forgotten: its next packet is the first of a new one. */
  public static void delete(NetlinkSocket socket, Flow flow) throws IOException {
    MessageWriter message =
        message(DELETE, Request.CHANGE, flow.destination().getAddress().length == 16)
            .attribute(CTA_TUPLE_ORIG | NLA_F_NESTED, flow.tuple());
    try {
      socket.execute(
          new Request("forget connection", "to " + flow.destination().getHostAddress(), message));
    } catch (NetlinkException e) {
      if (e.errno() != Errno.ENOENT) { // it has just ended
        throw e;
      }
    }
  }

  private static MessageWriter message(int type, int flags, boolean v6) {
    return new MessageWriter(SUBSYSTEM << 8 | type, flags)
        .u8(v6 ? Sockets.AF_INET6 : Sockets.AF_INET)
        .u8(0)
        .u16be(0);
  }
}
