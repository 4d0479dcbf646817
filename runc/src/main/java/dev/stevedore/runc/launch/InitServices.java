package dev.stevedore.runc.launch;

import dev.stevedore.lib.oci.runtime.ContainerStatus;
import dev.stevedore.lib.oci.runtime.Hooks;
import dev.stevedore.lib.oci.runtime.Linux;
import dev.stevedore.lib.oci.runtime.Seccomp;
import dev.stevedore.lib.oci.runtime.Spec;
import dev.stevedore.lib.oci.runtime.State;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.runc.hook.HookRunner;
import dev.stevedore.runc.init.Child;
import dev.stevedore.runc.seccomp.SeccompListener;

/**
 * What is done outside for a container's process while it gets ready.
 *
 * @param spec the container's configuration
 * @param pid the process, seen from here
 * @param state what hooks and the listener are told of the container
 */
record InitServices(Spec spec, int pid, State state) implements Child.Services {
  /** For the container's init. */
  InitServices(Spec spec, State state) {
    this(spec, state.pid(), state);
  }

  @Override
  public void runHooks() {
    Hooks hooks = spec.hooks().orElse(Hooks.NONE);
    // runtime.md has these after the environment is made, and those of createRuntime in between.
    State created =
        new State(
            state.ociVersion(),
            state.id(),
            ContainerStatus.CREATED,
            state.pid(),
            state.bundle(),
            state.annotations());
    HookRunner.run("prestart", hooks.prestart(), created);
    HookRunner.run("createRuntime", hooks.createRuntime(), state);
  }

  @Override
  public void listen(Fd listener) {
    Seccomp seccomp = spec.linux().flatMap(Linux::seccomp).orElseThrow();
    new SeccompListener(seccomp.listenerPath(), seccomp.listenerMetadata())
        .accept(listener, pid, state);
  }
}
