package dev.stevedore.dockerd.network.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** Messages as another implementation writes and reads them. */
final class Messages {
  private Messages() {}

  static Message question(String name, int type) {
    try {
      return Message.newQuery(Record.newRecord(Name.fromString(name + "."), type, DClass.IN));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Query query(Message message) {
    return Query.read(message.toWire()) instanceof Query.Outcome.Asked(Query query)
        ? query
        : unreadable(message);
  }

  private static Query unreadable(Message message) {
    throw new AssertionError("cannot be read: " + message);
  }

  static Message read(byte[] bytes) {
    try {
      return new Message(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Message read(Optional<byte[]> bytes) {
    return read(bytes.orElseThrow());
  }

  /** The data of an answer's records. */
  static List<String> data(Message answer) {
    return answer.getSection(Section.ANSWER).stream().map(Record::rdataToString).toList();
  }

  /** What a name server would answer. */
  static byte[] answer(byte[] question, String address) {
    Message message = read(question);
    message.getHeader().setFlag(Flags.QR);
    message.addRecord(
        new ARecord(message.getQuestion().getName(), DClass.IN, 60, InetAddress.ofLiteral(address)),
        Section.ANSWER);
    return message.toWire();
  }
}
