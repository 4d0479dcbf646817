package dev.stevedore.shim.stdio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.TtrpcException;
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
  void refusesWhatItCannotDo() {
    assertThatThrownBy(() -> OutputTarget.parse("binary:///usr/bin/logger"))
        .isInstanceOfSatisfying(
            TtrpcException.class, e -> assertThat(e.code()).isEqualTo(Code.UNIMPLEMENTED))
        .hasMessageContaining("binary:///usr/bin/logger");
    assertThatThrownBy(() -> OutputTarget.parse("smoke:///signal"))
        .isInstanceOf(TtrpcException.class)
        .hasMessage("unknown STDIO scheme smoke");
  }
}
