package dev.stevedore.runc.init;

import dev.stevedore.lib.posix.Credentials;
import dev.stevedore.lib.posix.Namespaces;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.runc.cgroup.NewCgroup;

/**
 * The process between create and init, when init must be born from inside joined namespaces; see
 * {@link dev.stevedore.runc.namespace.NamespacePlan#needsIntermediate}; or when systemd makes the
 * container's cgroup, for which there must be a process: what it makes is born there.
 *
 * <pre>
 *   create ──fork──▶ this one
 *     ├── ENTERED ────▶│ (only with systemd)
 *     │                │ setns(user), setns(others)
 *     ▲                │ clone3(new namespaces | CLONE_PARENT)
 *     │                ├──────────────▶ init, a child of create
 *     └── PID(init) ───┤
 *                      ▼ exits
 * </pre>
 */
public final class IntermediateProcess {
  private final InitSettings settings;
  private final SyncChannel channel;

  /** Takes what init needs to know. */
  public IntermediateProcess(InitSettings settings, SyncChannel channel) {
    this.settings = settings;
    this.channel = channel;
  }

  /** Makes init and ends. */
  public RuntimeException run() {
    Parent parent = new Parent(channel);
    return Ending.of(
        parent,
        () -> {
          InitSettings known = settings;
          if (settings.awaitsCgroup()) {
            parent.awaitCgroup();
            known = settings.in(NewCgroup.ofThisProcess());
          }
          // Before it is seen in a namespace that others are in.
          Credentials.setDumpable(false);
          NamespaceJoins.join(known.namespaces().join());
          int pid = Namespaces.fork(known.namespaces().create(), true, known.entrance().forClone());
          if (pid == 0) {
            throw new ContainerInit(known, channel).run(true);
          }
          parent.tellPid(pid);
          throw Processes.exit(0);
        });
  }
}
