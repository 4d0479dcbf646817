package dev.stevedore.runc.launch;

import dev.stevedore.lib.oci.runtime.ContainerStatus;
import dev.stevedore.lib.oci.runtime.Hooks;
import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.hook.HookRunner;
import dev.stevedore.runc.log.Log;
import dev.stevedore.runc.state.Container;

/** The hooks after the user's program has begun (runtime.md, "Lifecycle", step 9). */
public final class PoststartHooks {
  private PoststartHooks() {}

  /** Runs them; if one fails, the container is stopped and removed. */
  public static void run(Container container, Log log) {
    Hooks hooks = container.data().outline().hooks().orElse(Hooks.NONE);
    if (hooks.poststart().isEmpty()) {
      return;
    }
    try {
      HookRunner.run("poststart", hooks.poststart(), container.state(ContainerStatus.RUNNING));
    } catch (RuncException e) {
      // runtime.md, "Lifecycle", step 9: stop it, and go on at step 12, its removal.
      new Removal(container, log).killAndRemove();
      throw e;
    }
  }
}
