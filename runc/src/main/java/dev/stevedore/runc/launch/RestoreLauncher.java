package dev.stevedore.runc.launch;

import dev.stevedore.lib.posix.Fd;
import dev.stevedore.runc.cgroup.Cgroup;
import dev.stevedore.runc.cgroup.NewCgroup;
import dev.stevedore.runc.config.Bundle;
import dev.stevedore.runc.config.SpecChecks;
import dev.stevedore.runc.criu.CriuFlags;
import dev.stevedore.runc.criu.Restore;
import dev.stevedore.runc.log.Log;
import dev.stevedore.runc.state.Container;
import dev.stevedore.runc.state.ContainerId;
import dev.stevedore.runc.state.StateDirectory;
import java.util.Optional;

/** Brings a container back; what was made is unmade if that fails. */
public final class RestoreLauncher {
  private final String root;
  private final Log log;

  /** Takes where states are. */
  public RestoreLauncher(String root, Log log) {
    this.root = root;
    this.log = log;
  }

  /**
   * Brings it back.
   *
   * @param console gets its terminal's master, if it has one
   */
  public Container launch(
      String id, Bundle bundle, LaunchOptions options, CriuFlags flags, Optional<Fd> console) {
    ContainerId.check(id);
    SpecChecks.check(bundle.spec());
    StateDirectory directory = StateDirectory.create(root, id);
    try {
      String path = bundle.spec().linux().map(linux -> linux.cgroupsPath()).orElse("");
      NewCgroup newCgroup =
          new NewCgroup(
              options.cgroups(), path, id, options.rootless(), bundle.spec().annotations());
      Restore restore = new Restore(id, bundle, flags, log);
      try {
        Container container = restore.load(directory, newCgroup, console);
        directory.writeForCrun(container.data(), bundle.config(), options.detach());
        options.pidFile().ifPresent(file -> PidFile.write(file, container.data().pid()));
        return container;
      } catch (RuntimeException e) {
        restore.cgroup().ifPresent(Cgroup::remove);
        throw e;
      }
    } catch (RuntimeException e) {
      directory.remove();
      throw e;
    }
  }
}
