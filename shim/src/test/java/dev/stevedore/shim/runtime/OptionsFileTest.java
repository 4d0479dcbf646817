package dev.stevedore.shim.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.lib.ttrpc.TtrpcException;
import dev.stevedore.lib.ttrpc.options.RuncOptions;
import org.junit.jupiter.api.Test;

final class OptionsFileTest {
  @Test
  void readsContainerdsKeys() {
    RuncOptions options =
        OptionsFile.parse(
            """
            # for pods
            [options]
              BinaryName = "/usr/bin/crun" # fast
              Root = '/run/c'
              SystemdCgroup = true
              IoUid = 1000
            """);
    assertThat(options.binaryName()).isEqualTo("/usr/bin/crun");
    assertThat(options.root()).isEqualTo("/run/c");
    assertThat(options.systemdCgroup()).isTrue();
    assertThat(options.ioUid()).isEqualTo(1000);
    assertThat(OptionsFile.parse("")).isEqualTo(RuncOptions.DEFAULT);
  }

  @Test
  void namesTheLineItCannotRead() {
    for (String line : new String[] {"Color = 1", "Root = /run", "IoUid = many", "[plugins]"}) {
      assertThatThrownBy(() -> OptionsFile.parse(line))
          .isInstanceOf(TtrpcException.class)
          .hasMessage("runtime options: cannot read: " + line);
    }
  }
}
