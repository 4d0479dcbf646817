package dev.stevedore.dockerd.network.firewall;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** No rules at all, where the daemon is told to make none. */
public final class NoBackend implements Backend {
  private final Optional<Backend> earlier;

  /**
   * Makes nothing.
   *
   * @param earlier what the last daemon, which was told otherwise, may have made rules with
   */
  public NoBackend(Optional<Backend> earlier) {
    this.earlier = earlier;
  }

  @Override
  public void install(Wanted all) throws IOException {
    if (earlier.isPresent()) {
      earlier.get().uninstall();
    }
  }

  @Override
  public void uninstall() {}

  @Override
  public void add(BridgeRules network, Wanted all) {}

  @Override
  public void remove(BridgeRules network, Wanted all) {}

  @Override
  public void change(Collection<Opening> removed, Collection<Opening> added, Wanted all) {}

  @Override
  public List<String> differences(Wanted all) {
    return List.of();
  }

  @Override
  public List<String> obstacles(Wanted all) {
    return List.of();
  }

  @Override
  public int size(Wanted all) {
    return 0;
  }

  @Override
  public Watch watch(Touched touched) {
    return () -> {};
  }
}
