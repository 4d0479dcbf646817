package dev.stevedore.runc.hook;

import dev.stevedore.lib.oci.runtime.Hook;
import dev.stevedore.lib.oci.runtime.State;
import dev.stevedore.runc.RuncException;
import java.util.List;

/**
 * Runs hooks one after the other (runtime.md, "Lifecycle"): each is given the container's state on
 * stdin.
 */
public final class HookRunner {
  private HookRunner() {}

  /**
   * Runs them; the first that fails ends it.
   *
   * @param kind their name in config.json, for errors
   * @param state what they get on stdin
   * @throws RuncException that says which failed, how, and what it wrote
   */
  public static void run(String kind, List<Hook> hooks, State state) {
    for (int i = 0; i < hooks.size(); i++) {
      Hook hook = hooks.get(i);
      List<String> arguments = hook.args().isEmpty() ? List.of(hook.path()) : hook.args();
      Program.Result result =
          Program.run(
              hook.path(),
              arguments,
              hook.env(),
              state.toJson().toString(),
              hook.timeout().isPresent() ? hook.timeout().getAsInt() * 1000 : -1);
      if (!result.succeeded()) {
        throw new RuncException("error running " + kind + " hook #" + i + ": " + result.describe());
      }
    }
  }
}
