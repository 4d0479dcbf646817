package dev.stevedore.lib.ttrpc;

import dev.stevedore.lib.ttrpc.wire.Message;
import dev.stevedore.lib.ttrpc.wire.ProtoReader;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * What is said about a call beside its request, as HTTP's headers do. A key may be there more than
 * once; keys are in lower case.
 *
 * @param pairs in the order in which they were sent
 */
public record Metadata(List<Pair> pairs) {
  /** Nothing is said. */
  public static final Metadata NONE = new Metadata(List.of());

  /** In which of containerd's namespaces a call is made. */
  public static final String NAMESPACE = "containerd-namespace-ttrpc";

  /** Keeps a copy. */
  public Metadata {
    pairs = List.copyOf(pairs);
  }

  /** Says one thing. */
  public static Metadata of(String key, String value) {
    return new Metadata(List.of(new Pair(key, value)));
  }

  /** The values of a key, in order; empty when it is not there. */
  public List<String> values(String key) {
    List<String> values = new ArrayList<>();
    for (Pair pair : pairs) {
      if (pair.key.equals(key)) {
        values.add(pair.value);
      }
    }
    return values;
  }

  /** {@code ttrpc.KeyValue}. */
  public record Pair(String key, String value) implements Message {
    /** Reads a {@code ttrpc.KeyValue}. */
    public static Pair decode(byte[] bytes) {
      String key = "";
      String value = "";
      ProtoReader in = new ProtoReader(bytes);
      while (in.next()) {
        switch (in.field()) {
          case 1 -> key = in.string();
          case 2 -> value = in.string();
          default -> in.skip();
        }
      }
      return new Pair(key, value);
    }

    @Override
    public void writeTo(ProtoWriter out) {
      out.string(1, key);
      out.string(2, value);
    }
  }
}
