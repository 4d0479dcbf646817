package dev.stevedore.dockerd.network.host;

import dev.stevedore.lib.linux.netlink.route.Link;
import dev.stevedore.lib.linux.netlink.route.Links;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the host pass packets on between its links, which containers need to reach others. What was
 * switched on here is remembered as long as the machine is up: it is switched off again in the end,
 * and until then the host is guarded against passing on what it did not before.
 */
public final class Forwarding {
  private static final Logger LOG = LoggerFactory.getLogger(Forwarding.class);
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
  private static final String V4 = "ipv4/ip_forward";
  private static final String V6 = "ipv6/conf/all/forwarding";

  private final HostNetwork host;
  private final EngineMark mark;
  private final Memory memory;
  private Guard switched;

  /** Where is kept, for the next daemon, what was switched on. */
  public interface Memory {
    /** What was kept last. */
    Optional<String> read();

    /** Keeps a line. */
    void write(String line);
  }

  /** Takes up what an earlier daemon has switched on since the machine was started. */
  public Forwarding(HostNetwork host, EngineMark mark, Memory memory) throws IOException {
    this.host = host;
    this.mark = mark;
    this.memory = memory;
    this.switched =
        memory
            .read()
            .map(line -> line.split(" ", -1))
            .filter(Forwarding::isOfThisBoot)
            .map(Forwarding::parse)
            .orElse(Guard.NONE);
  }

  private static boolean isOfThisBoot(String[] words) {
    return words.length == 4 && words[0].equals(boot());
  }

  private static Guard parse(String[] words) {
    Set<String> links = words[3].isEmpty() ? Set.of() : Set.of(words[3].split("/", -1));
    return new Guard(links, words[1].equals("4"), words[2].equals("6"));
  }

  private static String boot() {
    try {
      return Files.readString(BOOT).strip();
    } catch (IOException e) {
      LOG.warn("the machine's boot id cannot be read: {}", e.getMessage());
      return "unknown";
    }
  }

  /** What was switched on here, and the links that were there then. */
  public synchronized Guard switched() {
    return switched;
  }

  /**
   * Switches forwarding on.
   *
   * @param v6 of IPv6, too
   * @param bridges ours, which are no links of the host
   */
  public synchronized void enable(boolean v6, Set<String> bridges) throws IOException {
    boolean on4 = isOff(V4);
    boolean on6 = v6 && isOff(V6);
    if (!on4 && !on6) {
      return;
    }
    Set<String> links = switched.links();
    if (links.isEmpty()) {
      links = links(bridges);
    }
    switched = new Guard(links, switched.v4() || on4, switched.v6() || on6);
    // Written down first: a daemon that is killed in between leaves at worst a guard too many.
    memory.write(
        String.join(
            " ",
            boot(),
            switched.v4() ? "4" : "",
            switched.v6() ? "6" : "",
            String.join("/", links)));
    if (on4) {
      host.set(V4, "1");
      LOG.info("net.ipv4.ip_forward is switched on, so that containers reach other hosts");
    }
    if (on6) {
      keepRouterAdvertisements(links);
      host.set(V6, "1");
      LOG.info("net.ipv6.conf.all.forwarding is switched on, likewise");
    }
  }

  private boolean isOff(String name) throws IOException {
    return host.get(name).filter("0"::equals).isPresent();
  }

  private Set<String> links(Set<String> bridges) throws IOException {
    List<Link> all = Links.list(host.route());
    Set<Integer> ours =
        all.stream()
            .filter(l -> bridges.contains(l.name()))
            .map(Link::index)
            .collect(Collectors.toSet());
    return all.stream()
        .filter(l -> (l.flags() & Link.IFF_LOOPBACK) == 0)
        .filter(l -> !bridges.contains(l.name()) && l.master().filter(ours::contains).isEmpty())
        .map(Link::name)
        .collect(Collectors.toCollection(HashSet::new));
  }

  /** A host that passes packets on hears no routers, unless it is told to all the same. */
  private void keepRouterAdvertisements(Set<String> links) throws IOException {
    for (String link : links) {
      String name = "ipv6/conf/" + link + "/accept_ra";
      if (host.get(name).filter("1"::equals).isPresent()) {
        host.set(name, "2");
      }
    }
  }

  /**
   * Switches off what was switched on here, unless somebody else may need it: another engine of
   * ours, or whoever made a link since. Nobody who needs it would have had to switch it on.
   */
  public synchronized void retire() throws IOException {
    if (!switched.v4() && !switched.v6()) {
      return;
    }
    Optional<String> later =
        Links.list(host.route()).stream()
            .filter(l -> (l.flags() & Link.IFF_LOOPBACK) == 0)
            .map(Link::name)
            .filter(name -> !switched.links().contains(name))
            .findFirst();
    if (later.isPresent() || mark.hasOthers()) {
      LOG.info(
          "packets are still forwarded: {} may need it",
          later.map(name -> "link " + name).orElse("another engine"));
      return;
    }
    set("0");
    if (mark.hasOthers()) {
      set("1"); // it has just come, and found it on
      return;
    }
    switched = Guard.NONE;
    memory.write("");
  }

  private void set(String value) throws IOException {
    if (switched.v4()) {
      host.set(V4, value);
    }
    if (switched.v6()) {
      host.set(V6, value);
    }
  }
}
