package dev.stevedore.lib.linux.netlink;

import dev.stevedore.lib.linux.Errno;
import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.LinuxException;
import dev.stevedore.lib.linux.Sockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A socket to the kernel. It belongs to the network namespace of the thread that opened it, and any
 * thread may use it, one after the other.
 */
public final class NetlinkSocket implements AutoCloseable {
  /** Links, addresses, routes: rtnetlink(7). */
  public static final int NETLINK_ROUTE = 0;

  /** Firewall rules and connection tracking. */
  public static final int NETLINK_NETFILTER = 12;

  private static final int SOL_NETLINK = 270;
  private static final int NETLINK_ADD_MEMBERSHIP = 1;
  private static final int NETLINK_CAP_ACK = 10;
  private static final int NETLINK_EXT_ACK = 11;
  private static final int NETLINK_GET_STRICT_CHK = 12;

  private static final int NLM_F_CAPPED = 0x100;
  private static final int NLM_F_ACK_TLVS = 0x200;
  private static final int NLM_F_DUMP_INTR = 0x10;
  private static final int NLMSGERR_ATTR_MSG = 1;

  private static final int SOCKADDR_SIZE = 12;
  private static final int RECEIVE_SIZE = 64 << 10;
  private static final int RECEIVE_BUFFER = 1 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ReentrantLock lock = new ReentrantLock();
  private final Fd fd;
  private final int port;
  private int sequence;

  private NetlinkSocket(Fd fd, int port) {
    this.fd = fd;
    this.port = port;
  }

  /**
   * Opens one in the calling thread's network namespace.
   *
   * @param protocol {@link #NETLINK_ROUTE} or {@link #NETLINK_NETFILTER}
   */
  public static NetlinkSocket open(int protocol) throws IOException {
    Fd fd = Sockets.open(Sockets.AF_NETLINK, Sockets.SOCK_RAW, protocol);
    try {
      Sockets.setOption(fd, Sockets.SOL_SOCKET, Sockets.SO_RCVBUF, RECEIVE_BUFFER);
      Sockets.setOption(fd, SOL_NETLINK, NETLINK_CAP_ACK, 1);
      Sockets.setOption(fd, SOL_NETLINK, NETLINK_EXT_ACK, 1);
      Sockets.setOption(fd, SOL_NETLINK, NETLINK_GET_STRICT_CHK, 1);
      Sockets.setReceiveTimeout(fd, PATIENCE);
      ByteBuffer address = ByteBuffer.allocate(SOCKADDR_SIZE).order(ByteOrder.nativeOrder());
      Sockets.bind(fd, address.putShort((short) Sockets.AF_NETLINK).array(), "netlink");
      ByteBuffer bound =
          ByteBuffer.wrap(Sockets.address(fd, SOCKADDR_SIZE)).order(ByteOrder.nativeOrder());
      return new NetlinkSocket(fd, bound.getInt(4));
    } catch (LinuxException | RuntimeException e) {
      fd.close();
      throw e;
    }
  }

  /** By what number the kernel knows this socket: who did something, in what groups are told. */
  public int port() {
    return port;
  }

  /** Also listens to a group; what it is told comes from {@link #receive}. */
  public void join(int group) throws IOException {
    Sockets.setOption(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, group);
  }

  /**
   * Waits for what a group is told.
   *
   * @return the messages; none if nothing came for some seconds
   * @throws LinuxException with ENOBUFS if more came than could be kept, and some is lost
   */
  public List<Message> receive() throws IOException {
    try {
      return Message.parse(Sockets.receive(fd, RECEIVE_SIZE));
    } catch (LinuxException e) {
      if (e.errno() == Errno.EAGAIN) {
        return List.of();
      }
      throw e;
    }
  }

  /**
   * Has the kernel do these, in order, in one go. One that fails does not keep the next ones from
   * being done.
   *
   * @throws NetlinkException for the first that failed
   */
  public void execute(List<Request> requests) throws IOException {
    List<Optional<NetlinkException>> results = attempt(requests);
    for (Optional<NetlinkException> result : results) {
      if (result.isPresent()) {
        throw result.get();
      }
    }
  }

  /** Has the kernel do one thing. */
  public void execute(Request request) throws IOException {
    execute(List.of(request));
  }

  /** Has the kernel do these, in order, in one go, and says of each whether it failed. */
  public List<Optional<NetlinkException>> attempt(List<Request> requests) throws IOException {
    if (requests.isEmpty()) {
      return List.of();
    }
    lock.lock();
    try {
      int first = sequence + 1;
      send(requests);
      List<Optional<NetlinkException>> results = new ArrayList<>();
      while (results.size() < requests.size()) {
        for (Message message : Message.parse(Sockets.receive(fd, RECEIVE_SIZE))) {
          int index = message.sequence() - first;
          if (message.type() == Message.NLMSG_ERROR && index == results.size()) {
            results.add(failure(requests.get(index), message));
          }
        }
      }
      return results;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Has the kernel do all of these or none: what lies between a batch's begin and end messages
   * (nfnetlink). Begin and end are not acknowledged.
   *
   * @throws NetlinkException for the first that failed
   */
  public void transact(MessageWriter begin, List<Request> requests, MessageWriter end)
      throws IOException {
    if (requests.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      int first = sequence + 2;
      List<Request> all = new ArrayList<>(requests.size() + 2);
      all.add(new Request("begin", "transaction", begin));
      all.addAll(requests);
      all.add(new Request("end", "transaction", end));
      send(all);
      // If some fail, those are answered with their errors and the others may stay unanswered: the
      // first error is the end of it, and what else comes is skipped by its sequence number.
      int answered = 0;
      while (answered < requests.size()) {
        for (Message message : Message.parse(Sockets.receive(fd, RECEIVE_SIZE))) {
          if (message.type() != Message.NLMSG_ERROR || message.sequence() - first < -1) {
            continue;
          }
          int index = Math.clamp(message.sequence() - (long) first, 0, requests.size() - 1);
          Optional<NetlinkException> failure = failure(requests.get(index), message);
          if (failure.isPresent()) {
            throw failure.get();
          }
          answered++;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Asks for something, and collects all answers.
   *
   * @return the answers; none if the kernel has none
   */
  public List<Message> query(Request request) throws IOException {
    lock.lock();
    try {
      List<Message> answers = new ArrayList<>();
      while (!collect(request, answers)) {
        // The tables changed while the kernel listed them.
        answers.clear();
      }
      return answers;
    } finally {
      lock.unlock();
    }
  }

  private boolean collect(Request request, List<Message> answers) throws IOException {
    send(List.of(request));
    boolean consistent = true;
    while (true) {
      for (Message message : Message.parse(Sockets.receive(fd, RECEIVE_SIZE))) {
        if (message.sequence() != sequence) {
          continue;
        }
        consistent &= (message.flags() & NLM_F_DUMP_INTR) == 0;
        if (message.type() == Message.NLMSG_ERROR || message.type() == Message.NLMSG_DONE) {
          Optional<NetlinkException> failure = failure(request, message);
          if (failure.isPresent()) {
            throw failure.get();
          }
          return consistent;
        }
        answers.add(message);
      }
    }
  }

  private void send(List<Request> requests) throws IOException {
    List<byte[]> messages = requests.stream().map(r -> r.message().bytes()).toList();
    ByteBuffer datagram =
        ByteBuffer.allocate(messages.stream().mapToInt(m -> m.length).sum())
            .order(ByteOrder.nativeOrder());
    for (byte[] message : messages) {
      int start = datagram.position();
      datagram.put(message);
      datagram.putInt(start + 8, ++sequence);
    }
    Sockets.send(fd, datagram.array(), 0, datagram.capacity());
  }

  /** What an error message says: nothing if it says that all is well. */
  private static Optional<NetlinkException> failure(Request request, Message message) {
    ByteBuffer payload = message.payload();
    int error = payload.remaining() >= 4 ? -payload.getInt(0) : 0;
    if (error <= 0) {
      return Optional.empty();
    }
    String detail = "";
    if ((message.flags() & NLM_F_ACK_TLVS) != 0) {
      int size = 4;
      if (message.type() == Message.NLMSG_ERROR) {
        int original = payload.getInt(4);
        size += (message.flags() & NLM_F_CAPPED) != 0 ? MessageWriter.HEADER_SIZE : original;
      }
      detail = message.attributes(size).text(NLMSGERR_ATTR_MSG).orElse("");
    }
    return Optional.of(new NetlinkException(request.operation(), request.object(), error, detail));
  }

  @Override
  public void close() {
    fd.close();
  }
}
