package dev.stevedore.runc.init;

import dev.stevedore.lib.posix.Credentials;
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
          // Before it is seen in a namespace that others are in.
          Credentials.setDumpable(false);
          NamespaceJoins.join(settings.namespaces().join());
          int pid =
              Namespaces.fork(settings.namespaces().create(), true, settings.entrance().forClone());
          if (pid == 0) {
            throw new ContainerInit(settings, channel).run(true);
          }
          parent.tellPid(pid);
          throw Processes.exit(0);
        });
  }
}
