package dev.stevedore.dockerd.network.dns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Answers questions about containers' names and addresses; others are not for it. */
final class Answers {
  private static final String V4 = ".in-addr.arpa";
  private static final String V6 = ".ip6.arpa";

  private final Names names;

  Answers(Names names) {
    this.names = names;
  }

  /**
   * The answer, if the question is about a container.
   *
   * @param limit how many bytes it may have
   */
  Optional<byte[]> answer(Query query, int limit) {
    if (query.klass() != Query.IN) {
      return Optional.empty();
    }
    if (query.type() == Query.PTR) {
      return address(query.name())
          .flatMap(names::name)
          .flatMap(name -> Reply.name(query, name))
          .filter(answer -> answer.length <= limit);
    }
    Optional<List<InetAddress>> addresses =
        names.addresses(query.name(), query.type() == Query.AAAA);
    if (addresses.isPresent() && query.type() != Query.A && query.type() != Query.AAAA) {
      // The name is a container's, so nobody else has records of other types for it.
      return Optional.of(Reply.empty(query, 0));
    }
    return addresses.map(found -> Reply.addresses(query, inTurn(found), limit));
  }

  /** Each question is answered in another order. */
  private static List<InetAddress> inTurn(List<InetAddress> addresses) {
    if (addresses.size() < 2) {
      return addresses;
    }
    List<InetAddress> mixed = new ArrayList<>(addresses);
    Collections.shuffle(mixed);
    return mixed;
  }

  /** The address whose name is asked for: {@code 2.0.18.172.in-addr.arpa}. */
  static Optional<InetAddress> address(String name) {
    boolean v4 = name.endsWith(V4);
    if (!v4 && !name.endsWith(V6)) {
      return Optional.empty();
    }
    String[] parts = name.substring(0, name.length() - (v4 ? V4 : V6).length()).split("\\.", -1);
    if (parts.length != (v4 ? 4 : 32)) {
      return Optional.empty();
    }
    byte[] bytes = new byte[v4 ? 4 : 16];
    for (int i = 0; i < parts.length; i++) {
      String part = parts[parts.length - 1 - i];
      if (!part.matches(v4 ? "[0-9]{1,3}" : "[0-9a-f]")) {
        return Optional.empty();
      }
      if (v4) {
        bytes[i] = (byte) Integer.parseInt(part);
      } else {
        bytes[i / 2] |= (byte) (Integer.parseInt(part, 16) << (i % 2 == 0 ? 4 : 0));
      }
    }
    try {
      return Optional.of(InetAddress.getByAddress(bytes));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 and 16 bytes are addresses", e);
    }
  }
}
