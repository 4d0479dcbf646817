package dev.stevedore.lib.daemon;

import dev.stevedore.lib.linux.LinuxException;
import dev.stevedore.lib.linux.UnixDatagram;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** sd_notify(3): tells systemd, if it started us, how we are. */
public final class SystemdNotify {
  /** The variable that names systemd's socket; not for our children, who would speak for us. */
  public static final String VARIABLE = "NOTIFY_SOCKET";

  private static final Logger LOG = LoggerFactory.getLogger(SystemdNotify.class);

  private final Optional<String> socket;

  /** Reads {@code NOTIFY_SOCKET} from the environment. */
  public SystemdNotify(Map<String, String> environment) {
    this.socket = Optional.ofNullable(environment.get(VARIABLE)).filter(s -> !s.isEmpty());
  }

  /** Says that start-up is complete. */
  public void ready() {
    send("READY=1");
  }

  /** Says that shutdown has begun. */
  public void stopping() {
    send("STOPPING=1");
  }

  private void send(String state) {
    if (socket.isEmpty()) {
      return;
    }
    try {
      UnixDatagram.send(socket.get(), state);
    } catch (LinuxException e) {
      LOG.warn("cannot tell systemd {}: {}", state, e.getMessage());
    }
  }
}
