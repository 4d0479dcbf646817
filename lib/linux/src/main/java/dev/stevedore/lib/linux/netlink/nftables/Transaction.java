package dev.stevedore.lib.linux.netlink.nftables;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stevedore.lib.linux.netlink.MessageWriter;
import dev.stevedore.lib.linux.netlink.NetlinkException;
import dev.stevedore.lib.linux.netlink.NetlinkSocket;
import dev.stevedore.lib.linux.netlink.Request;
import dev.stevedore.lib.linux.netlink.route.InterfaceAddress;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** Changes that the kernel makes all at once, or not at all: no packet sees half of them. */
public final class Transaction {
  private static final int ADD = Request.CHANGE | Request.NLM_F_CREATE;

  /** nft(8) keeps the comment of a rule in this part of its user data. */
  private static final int UDATA_RULE_COMMENT = 0;

  /** How many elements go into one message, whose list must stay below 64 KiB. */
  private static final int ELEMENTS_PER_MESSAGE = 500;

  private final List<Request> requests = new ArrayList<>();
  private int nextSetId = 1;

  /** Adds a table, if it is not there. */
  public Transaction add(Table table) {
    return request("add table", table.name(), table, Nft.NEWTABLE, ADD, _ -> {});
  }

  /** Removes a table, which must be there, and all that is in it. */
  public Transaction delete(Table table) {
    return request("delete table", table.name(), table, Nft.DELTABLE, Request.CHANGE, _ -> {});
  }

  /** Adds a chain, if it is not there. */
  public Transaction add(Chain chain) {
    return request(
        "add chain",
        chain.name(),
        chain.table(),
        Nft.NEWCHAIN,
        ADD,
        message -> {
          message.attribute(Nft.NFTA_CHAIN_NAME, chain.name());
          chain
              .base()
              .ifPresent(
                  base ->
                      message
                          .nest(
                              Nft.NFTA_CHAIN_HOOK,
                              hook ->
                                  hook.attributeU32be(Nft.NFTA_HOOK_HOOKNUM, base.hook().number())
                                      .attributeU32be(Nft.NFTA_HOOK_PRIORITY, base.priority()))
                          .attribute(Nft.NFTA_CHAIN_TYPE, base.type()));
        });
  }

  /** Takes all rules out of a chain, which must be there. */
  public Transaction flush(Chain chain) {
    return request(
        "flush chain",
        chain.name(),
        chain.table(),
        Nft.DELRULE,
        Request.CHANGE,
        message -> message.attribute(Nft.NFTA_RULE_CHAIN, chain.name()));
  }

  /** Adds a rule at the end of a chain. */
  public Transaction add(Chain chain, Rule rule) {
    return request(
        "add rule",
        "to chain " + chain.name(),
        chain.table(),
        Nft.NEWRULE,
        ADD | Request.NLM_F_APPEND,
        message -> {
          message
              .attribute(Nft.NFTA_RULE_CHAIN, chain.name())
              .nest(
                  Nft.NFTA_RULE_EXPRESSIONS,
                  list -> rule.instructions().forEach(i -> i.accept(list)));
          if (!rule.comment().isEmpty()) {
            message.attribute(Nft.NFTA_RULE_USERDATA, comment(rule.comment()));
          }
        });
  }

  private static byte[] comment(String text) {
    byte[] bytes = (text + "\0").getBytes(UTF_8);
    ByteBuffer data = ByteBuffer.allocate(2 + bytes.length);
    return data.put((byte) UDATA_RULE_COMMENT).put((byte) bytes.length).put(bytes).array();
  }

  /** Adds a set or map, if it is not there. */
  public Transaction add(NamedSet set) {
    int id = nextSetId++;
    return request(
        "add set",
        set.name(),
        set.table(),
        Nft.NEWSET,
        ADD,
        message -> {
          message
              .attribute(Nft.NFTA_SET_NAME, set.name())
              .attributeU32be(Nft.NFTA_SET_FLAGS, flags(set))
              .attributeU32be(Nft.NFTA_SET_KEY_TYPE, DataType.number(set.key()))
              .attributeU32be(Nft.NFTA_SET_KEY_LEN, DataType.size(set.key()));
          if (!set.value().isEmpty()) {
            message
                .attributeU32be(Nft.NFTA_SET_DATA_TYPE, DataType.number(set.value()))
                .attributeU32be(Nft.NFTA_SET_DATA_LEN, DataType.size(set.value()));
          }
          message
              .attributeU32be(Nft.NFTA_SET_ID, id)
              .attribute(Nft.NFTA_SET_USERDATA, byteOrders(set));
        });
  }

  private static int flags(NamedSet set) {
    return (set.value().isEmpty() ? 0 : Nft.NFT_SET_MAP)
        | (set.ranges() ? Nft.NFT_SET_INTERVAL : 0);
  }

  /** By what byte order nft(8) prints keys and values: 1 is the machine's, 2 the network's. */
  private static byte[] byteOrders(NamedSet set) {
    ByteBuffer data = ByteBuffer.allocate(12).order(ByteOrder.nativeOrder());
    boolean names = set.key().equals(List.of(DataType.INTERFACE));
    data.put((byte) 0).put((byte) 4).putInt(names ? 1 : 2);
    data.put((byte) 1).put((byte) 4).putInt(2);
    return data.array();
  }

  /** Takes all elements out of a set, which must be there. */
  public Transaction flush(NamedSet set) {
    return request(
        "flush set",
        set.name(),
        set.table(),
        Nft.DELSETELEM,
        Request.CHANGE,
        message -> message.attribute(Nft.NFTA_SET_ELEM_LIST_SET, set.name()));
  }

  /** Adds elements; those that are there with the same value stay. */
  public Transaction add(NamedSet set, Collection<NamedSet.Element> elements) {
    return elements("add elements", set, elements, Nft.NEWSETELEM, ADD);
  }

  /** Removes elements, which must be there. */
  public Transaction delete(NamedSet set, Collection<NamedSet.Element> elements) {
    return elements("delete elements", set, elements, Nft.DELSETELEM, Request.CHANGE);
  }

  private Transaction elements(
      String operation, NamedSet set, Collection<NamedSet.Element> elements, int type, int flags) {
    List<NamedSet.Element> all = List.copyOf(elements);
    for (int start = 0; start < all.size(); start += ELEMENTS_PER_MESSAGE) {
      List<NamedSet.Element> part =
          all.subList(start, Math.min(all.size(), start + ELEMENTS_PER_MESSAGE));
      request(
          operation,
          part.stream().map(e -> e.key().toString()).limit(3).toList() + " of set " + set.name(),
          set.table(),
          type,
          flags,
          message ->
              message
                  .attribute(Nft.NFTA_SET_ELEM_LIST_SET, set.name())
                  .nest(
                      Nft.NFTA_SET_ELEM_LIST_ELEMENTS,
                      list -> part.forEach(element -> write(list, set, element))));
    }
    return this;
  }

  /** A network is two elements: its first address, and the one after its last. */
  private static void writeRange(MessageWriter list, InterfaceAddress network) {
    byte[] first = network.address().getAddress();
    BigInteger size = BigInteger.ONE.shiftLeft(8 * first.length - network.prefixLength());
    byte[] sum = new BigInteger(1, first).add(size).toByteArray();
    byte[] end = new byte[first.length];
    int count = Math.min(sum.length, end.length);
    System.arraycopy(sum, sum.length - count, end, end.length - count, count);
    element(list, first, 0);
    if (!Arrays.equals(end, new byte[end.length])) {
      element(list, end, Nft.NFT_SET_ELEM_INTERVAL_END);
    }
  }

  private static void element(MessageWriter list, byte[] key, int flags) {
    list.nest(
        Nft.NFTA_LIST_ELEM,
        one ->
            one.nest(Nft.NFTA_SET_ELEM_KEY, data -> data.attribute(Nft.NFTA_DATA_VALUE, key))
                .attributeU32be(Nft.NFTA_SET_ELEM_FLAGS, flags));
  }

  private static void write(MessageWriter list, NamedSet set, NamedSet.Element element) {
    if (set.ranges()) {
      writeRange(list, (InterfaceAddress) element.key().getFirst());
      return;
    }
    byte[] key = DataType.encode(set.key(), element.key());
    list.nest(
        Nft.NFTA_LIST_ELEM,
        one -> {
          one.nest(Nft.NFTA_SET_ELEM_KEY, data -> data.attribute(Nft.NFTA_DATA_VALUE, key));
          if (!element.value().isEmpty()) {
            byte[] value = DataType.encode(set.value(), element.value());
            one.nest(Nft.NFTA_SET_ELEM_DATA, data -> data.attribute(Nft.NFTA_DATA_VALUE, value));
          }
        });
  }

  private Transaction request(
      String operation,
      String object,
      Table table,
      int type,
      int flags,
      Consumer<MessageWriter> content) {
    MessageWriter message = header(table.family().number(), Nft.SUBSYSTEM << 8 | type, flags, 0);
    message.attribute(Nft.NFTA_TABLE, table.name());
    content.accept(message);
    requests.add(new Request(operation, object + " in table " + table.name(), message));
    return this;
  }

  private static MessageWriter header(int family, int type, int flags, int resource) {
    return new MessageWriter(type, flags).u8(family).u8(0).u16be(resource);
  }

  /**
   * Has the kernel make the changes.
   *
   * @param socket one of {@link NetlinkSocket#NETLINK_NETFILTER}
   * @throws NetlinkException for the first change that cannot be made; then none is
   */
  public void commit(NetlinkSocket socket) throws IOException {
    socket.transact(
        header(0, Nft.BATCH_BEGIN, Request.NLM_F_REQUEST, Nft.SUBSYSTEM),
        requests,
        header(0, Nft.BATCH_END, Request.NLM_F_REQUEST, Nft.SUBSYSTEM));
  }
}
