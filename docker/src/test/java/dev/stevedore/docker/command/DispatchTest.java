package dev.stevedore.docker.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.docker.FakeMachine;
import dev.stevedore.docker.cli.Dispatcher;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the program says, and how it exits, before it has met a daemon. */
class DispatchTest {
  private final FakeMachine machine = new FakeMachine();

  private int run(String... words) {
    return new Dispatcher(Commands.tree(), machine).run(List.of(words));
  }

  @Test
  void anUnknownFlagShowsTheUsage() {
    assertThat(run("run", "--foo", "busybox")).isEqualTo(125);
    assertThat(machine.err())
        .isEqualTo(
            """
            unknown flag: --foo

            Usage:  stevedore run [OPTIONS] IMAGE [COMMAND] [ARG...]

            Run 'stevedore run --help' for more information
            """);
  }

  @Test
  void anUnknownCommandIsSaid() {
    assertThat(run("foo")).isEqualTo(1);
    assertThat(run("container", "foo")).isEqualTo(1);
    assertThat(machine.err())
        .contains("stevedore: unknown command: stevedore foo\n\nRun 'stevedore --help'")
        .contains("stevedore: unknown command: stevedore container foo\n\nUsage:");
  }

  @Test
  void missingArgumentsAreSaid() {
    assertThat(run("rm")).isEqualTo(1);
    assertThat(machine.err())
        .startsWith("stevedore: 'stevedore rm' requires at least 1 argument\n\nUsage:  ");
  }

  @Test
  void everyCommandHasHelp() {
    assertThat(run("--help")).isZero();
    Commands.tree().leaves().forEach(leaf -> assertThat(run(leaf.name(), "--help")).isZero());
    Commands.tree()
        .groups()
        .forEach(
            group -> {
              assertThat(run(group.name())).isZero();
              group
                  .leaves()
                  .forEach(leaf -> assertThat(run(group.name(), leaf.name(), "--help")).isZero());
            });
    assertThat(machine.out())
        .contains("stevedore container ls, stevedore container list")
        .contains("--memory bytes");
  }

  @Test
  void withoutADaemonTheSocketIsNamed() {
    assertThat(run("-H", "unix:///nope", "ps")).isEqualTo(1);
    assertThat(run("-H", "unix:///nope", "run", "x")).isEqualTo(125);
    assertThat(machine.err())
        .contains(
            "Cannot connect to the Docker daemon at unix:///nope. Is the docker daemon running?\n");
  }

  @Test
  void theHostComesFromTheEnvironment() {
    machine.variables.put("DOCKER_HOST", "unix:///docker.sock");
    run("ps");
    machine.variables.put("STEVEDORE_HOST", "unix:///ours.sock");
    run("ps");
    assertThat(machine.err()).contains("unix:///docker.sock").contains("unix:///ours.sock");
  }

  @Test
  void theDevicesMustBeATerminalForOne() {
    assertThat(run("run", "-it", "busybox")).isEqualTo(1);
    assertThat(machine.err()).isEqualTo("the input device is not a TTY\n");
  }
}
