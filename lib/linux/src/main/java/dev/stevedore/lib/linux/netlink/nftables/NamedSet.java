package dev.stevedore.lib.linux.netlink.nftables;

import java.util.List;

/**
 * A set that rules ask, or a map from its keys to values.
 *
 * @param table where it is
 * @param name unique in its table
 * @param key what its keys are made of
 * @param value what its values are made of; empty for a set
 */
public record NamedSet(Table table, String name, List<DataType> key, List<DataType> value) {
  /** A set. */
  public static NamedSet of(Table table, String name, DataType... key) {
    return new NamedSet(table, name, List.of(key), List.of());
  }

  /** A map from what this set's keys are. */
  public NamedSet to(DataType... values) {
    return new NamedSet(table, name, key, List.of(values));
  }

  /**
   * An element.
   *
   * @param key its parts
   * @param value its parts, in a map
   */
  public record Element(List<Object> key, List<Object> value) {
    /** An element of a set. */
    public static Element of(Object... key) {
      return new Element(List.of(key), List.of());
    }

    /** The element that maps this key to a value. */
    public Element to(Object... values) {
      return new Element(key, List.of(values));
    }
  }
}
