package dev.stevedore.runc.init;

import dev.stevedore.lib.posix.Namespaces;
import dev.stevedore.lib.posix.Processes;

/**
 * The process between create and init, when init must be born from inside joined namespaces; see
 * {@link dev.stevedore.runc.namespace.NamespacePlan#needsIntermediate}.
 *
 * <pre>
 *   create ──fork──▶ this one: setns(user), setns(others)
 *     ▲                │ clone3(new namespaces | CLONE_PARENT)
 *     │                ├──────────────▶ init, a child of create
 *     └── PID(init) ───┤
 *                      ▼ exits
 * </pre>
 */
public final class IntermediateProcess {
  private final InitSettings settings;
  private final SyncChannel channel;
  private final int cgroup;

  /**
   * Takes what init needs to know.
   *
   * @param cgroup the open cgroup for clone3, or -1
   */
  public IntermediateProcess(InitSettings settings, SyncChannel channel, int cgroup) {
    this.settings = settings;
    this.channel = channel;
    this.cgroup = cgroup;
  }

  /** Makes init and ends. */
  public RuntimeException run() {
    Parent parent = new Parent(channel);
    return Ending.of(
        parent,
        () -> {
          NamespaceJoins.join(settings.namespaces().join());
          int pid = Namespaces.fork(settings.namespaces().create(), true, cgroup);
          if (pid == 0) {
            throw new ContainerInit(settings, channel).run(true);
          }
          parent.tellPid(pid);
          throw Processes.exit(0);
        });
  }
}
