package dev.stevedore.dockerd.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The configuration as it is now. A reload changes some of it; readers see the old one or the new
 * one, never a mix.
 */
public final class LiveConfig {
  private final ConfigLoader loader;
  private final List<Consumer<DaemonConfig>> listeners = new ArrayList<>();
  private volatile DaemonConfig current;

  public LiveConfig(ConfigLoader loader, DaemonConfig initial) {
    this.loader = loader;
    this.current = initial;
  }

  /** Returns the configuration. */
  public DaemonConfig get() {
    return current;
  }

  /** Has an action run, with the new configuration, after each reload. */
  public synchronized void onReload(Consumer<DaemonConfig> action) {
    listeners.add(action);
  }

  /**
   * Reads the file again and takes over what can change in a running daemon: debug, log level,
   * labels, live-restore, shutdown-timeout, runtimes, default-runtime, and what concerns
   * registries. The rest needs a restart and stays as it is.
   *
   * @return what a {@code reload} event tells
   * @throws ConfigException if the file is wrong; nothing changes then
   */
  public synchronized Map<String, String> reload() throws ConfigException {
    DaemonConfig fresh = loader.load();
    DaemonConfig now = current;
    DaemonConfig merged =
        new DaemonConfig(
            now.hosts(),
            now.dataRoot(),
            now.execRoot(),
            now.pidfile(),
            fresh.logLevel(),
            fresh.debug(),
            now.group(),
            now.groupGiven(),
            now.containerdAddress(),
            now.containerdBinary(),
            now.containerdNamespace(),
            fresh.defaultRuntime(),
            fresh.runtimes(),
            now.init(),
            now.initPath(),
            fresh.labels(),
            fresh.liveRestore(),
            fresh.shutdownTimeout(),
            now.containers(),
            fresh.registries(),
            now.tls(),
            now.networks(),
            now.firewall());
    current = merged;
    listeners.forEach(listener -> listener.accept(merged));
    return attributes(merged);
  }

  /** Returns where the file is, for messages. */
  public String file() {
    return loader.file().toString();
  }

  private static Map<String, String> attributes(DaemonConfig config) {
    Map<String, String> attributes = new TreeMap<>();
    attributes.put("debug", Boolean.toString(config.debug()));
    attributes.put("default-runtime", config.defaultRuntime());
    attributes.put("labels", "[" + String.join(",", config.labels()) + "]");
    attributes.put("live-restore", Boolean.toString(config.liveRestore()));
    RegistryConfig registries = config.registries();
    attributes.put("insecure-registries", json(registries.insecureRegistries()));
    attributes.put("max-concurrent-downloads", registries.downloads() + "");
    attributes.put("max-concurrent-uploads", registries.uploads() + "");
    attributes.put("max-download-attempts", registries.attempts() + "");
    attributes.put("registry-mirrors", json(registries.mirrorTexts()));
    attributes.put("runtimes", String.join(" ", config.runtimes().keySet()));
    attributes.put(
        "shutdown-timeout", config.shutdownTimeout().map(t -> t.toSeconds() + "").orElse("-1"));
    return attributes;
  }

  private static String json(List<String> items) {
    return items.stream().map(item -> '"' + item + '"').collect(Collectors.joining(",", "[", "]"));
  }
}
