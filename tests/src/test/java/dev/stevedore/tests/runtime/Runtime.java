package dev.stevedore.tests.runtime;

import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Result;
import dev.stevedore.tests.harness.scratch.Scratch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A runtime with a state directory of a test's own. */
@SuppressWarnings("JavaLangClash") // what the specification calls it
record Runtime(Path program, Scratch scratch) {
  /** A name for a container of this test run only: cgroups are shared by the whole machine. */
  String id() {
    return "at" + scratch.path().toString().replaceAll("[^0-9]+", "-");
  }

  /** A command of it. */
  Command command(String... args) {
    List<String> argv = new ArrayList<>(List.of(program.toString(), "--root", state().toString()));
    argv.addAll(List.of(args));
    return Command.of(argv);
  }

  /** Its state directory. */
  Path state() {
    return scratch.resolve("state");
  }

  /** Runs a bundle's container to its end. */
  Result run(Bundle bundle) {
    return runCommand(bundle).run();
  }

  /** The command that does. */
  Command runCommand(Bundle bundle) {
    return command("run", "--bundle", bundle.path().toString(), id());
  }

  /** Starts a container that goes on, until the test ends at the latest; its output is not kept. */
  String runDetached(Bundle bundle, String id) {
    List<String> argv = command("run", "--detach", "--bundle", bundle.path().toString(), id).argv();
    scratch.owns(() -> delete(id));
    Command.shell(String.join(" ", argv) + " </dev/null >/dev/null 2>&1").run().ok();
    return id;
  }

  /** Kills and deletes a container. */
  void delete(String id) {
    command("delete", "--force", id).run().ok();
  }
}
