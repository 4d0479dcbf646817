package dev.stevedore.lib.linux.netlink.nftables;

import java.util.List;

/**
 * A set that rules ask, or a map from its keys to values.
 *
 * @param table where it is
 * @param name unique in its table
 * @param key what its keys are made of
 * @param value what its values are made of; empty for a set
 * @param ranges whether its elements are networks, and a key is in it if it is in one of them
 */
public record NamedSet(
    Table table, String name, List<DataType> key, List<DataType> value, boolean ranges) {
  /** A set. */
  public static NamedSet of(Table table, String name, DataType... key) {
    return new NamedSet(table, name, List.of(key), List.of(), false);
  }

  /** A set of networks. */
  public static NamedSet ofNetworks(Table table, String name, DataType key) {
    return new NamedSet(table, name, List.of(key), List.of(), true);
  }

  /** A map from what this set's keys are. */
  public NamedSet to(DataType... values) {
    return new NamedSet(table, name, key, List.of(values), ranges);
  }

  /**
   * An element.
   *
   * @param key its parts; in a set of networks, an InterfaceAddress
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
