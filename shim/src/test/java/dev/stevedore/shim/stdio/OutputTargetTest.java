package dev.stevedore.shim.stdio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.lib.ttrpc.TtrpcException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OutputTargetTest {
  @Test
  void readsPathsAndUris() {
    assertThat(OutputTarget.parse("")).isEqualTo(new OutputTarget.None());
    assertThat(OutputTarget.parse("/run/x-stdout"))
        .isEqualTo(new OutputTarget.Path("/run/x-stdout"));
    assertThat(OutputTarget.parse("fifo:///run/x")).isEqualTo(new OutputTarget.Path("/run/x"));
    assertThat(OutputTarget.parse("file:///var/log/x.log?a=b"))
        .isEqualTo(new OutputTarget.LogFile("/var/log/x.log"));
  }

  @Test
  void readsProgramsWithTheirArguments() {
    assertThat(OutputTarget.parse("binary:///usr/bin/my%20logger?--to=%2Ftmp%2Fx+y&-v&a=b%zz"))
        .isEqualTo(
            new OutputTarget.Program(
                new LogProgram(
                    "/usr/bin/my logger",
                    List.of("/usr/bin/my logger", "--to", "/tmp/x y", "-v", "", "a", "b%zz"))));
  }

  @Test
  void refusesWhatItCannotDo() {
    assertThatThrownBy(() -> OutputTarget.parse("smoke:///signal"))
        .isInstanceOf(TtrpcException.class)
        .hasMessage("unknown STDIO scheme smoke");
  }
}
