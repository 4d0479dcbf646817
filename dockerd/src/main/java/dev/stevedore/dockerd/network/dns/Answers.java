package dev.stevedore.dockerd.network.dns;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Answers questions about containers' names and addresses; others are not for it. */
final class Answers {
  private static final int TTL = 600;
  private static final int EDNS_PAYLOAD = 1232;

  private final Names names;

  Answers(Names names) {
    this.names = names;
  }

  /** The answer, if the question is about a container. */
  Optional<Message> answer(Message query) {
    Record question = query.getQuestion();
    if (question == null || question.getDClass() != DClass.IN) {
      return Optional.empty();
    }
    return switch (question.getType()) {
      case Type.PTR -> reverse(query, question);
      case Type.A, Type.AAAA, Type.ANY, Type.MX, Type.SRV, Type.TXT, Type.CNAME ->
          forward(query, question);
      default -> Optional.empty();
    };
  }

  private Optional<Message> forward(Message query, Record question) {
    String name = question.getName().toString(true).toLowerCase(Locale.ROOT);
    List<InetAddress> addresses = new ArrayList<>(names.addresses(name));
    if (addresses.isEmpty()) {
      return Optional.empty();
    }
    // In turn: each question is answered in another order.
    Collections.shuffle(addresses);
    Message answer = reply(query, Rcode.NOERROR);
    for (InetAddress address : addresses) {
      if (question.getType() == Type.A && address instanceof Inet4Address) {
        answer.addRecord(new ARecord(question.getName(), DClass.IN, TTL, address), Section.ANSWER);
      }
      if (question.getType() == Type.AAAA && address instanceof Inet6Address) {
        answer.addRecord(
            new AAAARecord(question.getName(), DClass.IN, TTL, address), Section.ANSWER);
      }
    }
    return Optional.of(answer);
  }

  private Optional<Message> reverse(Message query, Record question) {
    try {
      Optional<String> name = names.name(ReverseMap.fromName(question.getName()));
      if (name.isEmpty()) {
        return Optional.empty();
      }
      Message answer = reply(query, Rcode.NOERROR);
      answer.addRecord(
          new PTRRecord(question.getName(), DClass.IN, TTL, Name.fromString(name.get() + ".")),
          Section.ANSWER);
      return Optional.of(answer);
    } catch (java.net.UnknownHostException | TextParseException e) {
      return Optional.empty();
    }
  }

  /** An answer without records. */
  static Message reply(Message query, int code) {
    Message answer = new Message(query.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setFlag(Flags.RA);
    if (query.getHeader().getFlag(Flags.RD)) {
      answer.getHeader().setFlag(Flags.RD);
    }
    answer.getHeader().setRcode(code);
    Record question = query.getQuestion();
    if (question != null) {
      answer.addRecord(question, Section.QUESTION);
    }
    if (query.getOPT() != null) {
      answer.addRecord(new OPTRecord(EDNS_PAYLOAD, 0, 0), Section.ADDITIONAL);
    }
    return answer;
  }

  /** How long an answer by UDP may be, in bytes. */
  static int limit(Message query) {
    OPTRecord options = query.getOPT();
    return options == null ? 512 : Math.max(512, options.getPayloadSize());
  }
}
