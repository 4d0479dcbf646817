package dev.stevedore.runc.hook;

import dev.stevedore.lib.oci.runtime.Hook;
import dev.stevedore.lib.oci.runtime.State;
import dev.stevedore.lib.posix.Environment;
import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.config.Annotations;
import java.util.List;
import java.util.Optional;

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
              // As in runc and crun: a hook that names no environment has the runtime's.
              hook.env().isEmpty() ? Environment.variables() : hook.env(),
              state.toJson().toString(),
              outputs(state),
              hook.timeout().isPresent() ? hook.timeout().getAsInt() * 1000 : -1);
      if (!result.succeeded()) {
        throw new RuncException("error running " + kind + " hook #" + i + ": " + result.describe());
      }
    }
  }

  private static Program.Outputs outputs(State state) {
    return new Program.Outputs(
        Optional.ofNullable(state.annotations().get(Annotations.HOOKS_STDOUT)),
        Optional.ofNullable(state.annotations().get(Annotations.HOOKS_STDERR)));
  }
}
