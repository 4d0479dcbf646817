package dev.stevedore.dockerd.volume.plugin;

import java.io.IOException;

/** What a plugin itself says: it was reached, and has refused. */
public final class PluginError extends IOException {
  private static final long serialVersionUID = 1L;

  PluginError(String told) {
    super(told);
  }
}
