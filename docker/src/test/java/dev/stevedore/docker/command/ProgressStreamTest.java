package dev.stevedore.docker.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.docker.FakeMachine;
import dev.stevedore.docker.cli.Machine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressStreamTest {
  private static final String REPORT =
      """
      {"status":"Pulling from a","id":"1"}
      {"status":"Pulling fs layer","progressDetail":{},"id":"aa"}
      {"status":"Pulling fs layer","progressDetail":{},"id":"bb"}
      {"status":"Downloading","progressDetail":{"current":1000,"total":2000},"id":"aa"}
      {"status":"Download complete","progressDetail":{},"id":"aa"}
      {"progressDetail":{},"aux":{"Tag":"1"}}
      {"status":"Status: done"}
      """;

  private final FakeMachine machine = new FakeMachine();

  private String shown(String report) throws IOException {
    InputStream in = new ByteArrayInputStream(report.getBytes(StandardCharsets.UTF_8));
    ProgressStream.show(in, ProgressDisplay.on(machine, machine.stdout(), Machine.STDOUT));
    return machine.out();
  }

  @Test
  void withoutATerminalWhatMovesIsNotShown() throws IOException {
    assertThat(shown(REPORT))
        .isEqualTo(
            """
            1: Pulling from a
            aa: Pulling fs layer
            bb: Pulling fs layer
            aa: Download complete
            Status: done
            """);
  }

  @Test
  void onATerminalEachLayerKeepsItsLine() throws IOException {
    machine.columns = 120;
    String bar = "[" + "=".repeat(25) + ">" + " ".repeat(25) + "]      1kB/2kB";
    assertThat(shown(REPORT).replace("\u001b", "^"))
        .isEqualTo(
            "1: Pulling from a\n"
                + "\n^[1A^[2K\raa: Pulling fs layer \r^[1B"
                + "\n^[1A^[2K\rbb: Pulling fs layer \r^[1B"
                + ("^[2A^[2K\raa: Downloading " + bar + "\r^[2B")
                + "^[2A^[2K\raa: Download complete \r^[2B"
                + "Status: done\n");
  }

  @Test
  void aNarrowTerminalHasNumbersOnly() throws IOException {
    machine.columns = 80;
    assertThat(shown(REPORT)).contains("aa: Downloading      1kB/2kB\r");
  }

  @Test
  void anErrorEndsTheReport() {
    assertThatThrownBy(
            () -> shown("{\"errorDetail\":{\"message\":\"it broke\"},\"error\":\"it broke\"}"))
        .hasMessage("it broke");
  }
}
