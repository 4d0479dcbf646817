package dev.stevedore.runc.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.lib.oci.runtime.Capabilities;
import dev.stevedore.lib.oci.runtime.Process;
import dev.stevedore.lib.oci.runtime.User;
import dev.stevedore.runc.cli.Arguments;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExecProcessTest {
  private static final Process BASE =
      Process.builder()
          .terminal(true)
          .args(List.of("init"))
          .env(List.of("A=1"))
          .cwd("/")
          .user(new User(5, 6))
          .capabilities(Capabilities.of(List.of("CAP_KILL")))
          .build();

  @Test
  void changesWhatFlagsSay() {
    Process process =
        exec(
            "-e", "B=2", "--cwd", "/tmp", "-u", "7:8", "-g", "9", "--cap", "CAP_CHOWN", "id", "ls");
    assertThat(process.args()).containsExactly("ls");
    assertThat(process.env()).containsExactly("A=1", "B=2");
    assertThat(process.cwd()).isEqualTo("/tmp");
    assertThat(process.user().uid()).isEqualTo(7);
    assertThat(process.user().gid()).isEqualTo(8);
    assertThat(process.user().additionalGids()).containsExactly(9L);
    assertThat(process.terminal()).isFalse();
    Capabilities capabilities = process.capabilities().orElseThrow();
    assertThat(capabilities.effective()).containsExactly("CAP_KILL", "CAP_CHOWN");
    assertThat(capabilities.ambient()).isEmpty();
  }

  @Test
  void keepsTheGroupOfAUserWithoutOne() {
    assertThat(exec("-u", "7", "id", "ls").user().gid()).isEqualTo(6);
    assertThatThrownBy(() -> exec("-u", "me", "id", "ls")).hasMessageContaining("bad uid");
  }

  @Test
  void psKeepsTheLinesOfTheContainer() {
    List<String> lines =
        List.of(
            "UID          PID  PPID CMD",
            "root           1     0 init",
            "root          12     1 x");
    assertThat(PsCommand.filter(lines, List.of(12)))
        .isEqualTo("UID          PID  PPID CMD\nroot          12     1 x\n");
  }

  @Test
  void columnsOfATable() {
    assertThat(Table.format(List.of(List.of("ID", "X"), List.of("a-long-name-indeed", "y"))))
        .isEqualTo("ID                   X\na-long-name-indeed   y\n");
  }

  private static Process exec(String... words) {
    ExecCommand exec = new ExecCommand();
    return ExecProcess.of(BASE, Arguments.parse(exec.flags(), List.of(words), 1));
  }
}
