package dev.stevedore.dockerd.network.firewall;

/** Watches until it is closed. */
public interface Watch extends AutoCloseable {
  /** Watches no more. */
  @Override
  void close();
}
