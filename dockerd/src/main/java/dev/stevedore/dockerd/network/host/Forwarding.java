package dev.stevedore.dockerd.network.host;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the host pass packets on between its links, which containers need to reach others. */
public final class Forwarding {
  private static final Logger LOG = LoggerFactory.getLogger(Forwarding.class);

  private Forwarding() {}

  /** Switches forwarding on, for both versions. */
  public static void enable(HostNetwork host) throws IOException {
    if (host.set("ipv4/ip_forward", "1")) {
      LOG.info("net.ipv4.ip_forward is switched on, so that containers reach other hosts");
    }
  }
}
