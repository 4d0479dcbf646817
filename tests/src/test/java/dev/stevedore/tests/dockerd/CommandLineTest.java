package dev.stevedore.tests.dockerd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Result;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Engine;
import dev.stevedore.tests.harness.stack.Programs;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Flags and daemon.json: what is wrong is said, and the daemon does not start. */
@WholeStack(needs = {"docker"})
class CommandLineTest {

  private static Result dockerd(String... args) {
    return Command.of(Programs.stevedored(), args).timeout(Duration.ofSeconds(20)).run();
  }

  @Test
  void versionTellsVersionAndBuild() {
    assertThat(dockerd("--version").ok().text()).matches("(?i)\\S.* version \\S+, build \\S+");
    assertThat(dockerd("-v").ok().text()).isEqualTo(dockerd("--version").text());
  }

  @Test
  void helpTellsWhatItIs() {
    assertThat(dockerd("--help").ok().out())
        .contains("A self-sufficient runtime for containers.", "--data-root", "--live-restore");
  }

  @Test
  void anUnknownFlagIsNamedWithoutTheUsage() {
    Result result = dockerd("--no-such-flag");
    assertThat(result.exit()).isNotZero();
    assertThat(result.err()).contains("--no-such-flag").doesNotContain("--data-root");
  }

  @Test
  void argumentsAreRefused() {
    Result result = dockerd("serve");
    assertThat(result.exit()).isNotZero();
    assertThat(result.err()).contains("\"stevedored\" accepts no arguments");
  }

  @Test
  void aSettingInFlagAndFileThatDiffersIsAnErrorThatNamesIt(Scratch scratch) {
    Engine engine = Engine.create(scratch, "--log-level=info");
    engine.configure("{\"log-level\": \"warn\", \"debug\": false}");
    engine.service().launch();
    assertThat(engine.service().awaitExit(Duration.ofSeconds(20))).isNotZero();
    assertThat(engine.service().log())
        .contains("log-level")
        .contains("info")
        .contains("warn")
        .doesNotContain("\tat ");
  }

  @Test
  void anUnknownSettingInTheFileIsAnErrorThatNamesIt(Scratch scratch) {
    Engine engine = Engine.create(scratch);
    engine.configure("{\"no-such-setting\": true}");
    engine.service().launch();
    assertThat(engine.service().awaitExit(Duration.ofSeconds(20))).isNotZero();
    assertThat(engine.service().log()).contains("no-such-setting");
  }

  @Test
  void aFileThatIsNoJsonIsAnErrorThatNamesTheFile(Scratch scratch) {
    Engine engine = Engine.create(scratch);
    engine.configure("{\"debug\": ");
    engine.service().launch();
    assertThat(engine.service().awaitExit(Duration.ofSeconds(20))).isNotZero();
    assertThat(engine.service().log())
        .contains(engine.configFile().toString())
        .doesNotContain("\tat ");
  }

  @Test
  void plainTcpForEveryoneIsRefused(Scratch scratch) {
    Engine engine = Engine.create(scratch, "-H", "tcp://0.0.0.0:12375");
    engine.service().launch();
    assertThat(engine.service().awaitExit(Duration.ofSeconds(20))).isNotZero();
    assertThat(engine.service().log()).containsIgnoringCase("tls");
  }

  @Test
  void aSecondDaemonOnTheSameRootRefuses(Scratch scratch) {
    Engine first = Engine.start(scratch);
    Engine second = Engine.create(scratch, "--data-root=" + first.dataRoot());
    second.service().launch();
    assertThat(second.service().awaitExit(Duration.ofSeconds(20))).isNotZero();
    assertThat(second.service().log()).contains(first.dataRoot().toString());
    first.docker("ps").run().ok();
  }

  @Test
  void aSecondDaemonWithTheSamePidFileRefuses(Scratch scratch) {
    Engine first = Engine.start(scratch);
    Engine second = Engine.create(scratch, "--pidfile=" + first.configFile().resolveSibling("pid"));
    second.service().launch();
    assertThat(second.service().awaitExit(Duration.ofSeconds(20))).isNotZero();
    assertThat(second.service().log()).containsIgnoringCase("pid");
    first.docker("ps").run().ok();
  }
}
