package dev.stevedore.dockerd.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContainerdTomlTest {
  @Test
  void namesAllPlaces() {
    ContainerdFiles files = ContainerdFiles.under(Path.of("/data"), Path.of("/e\"x"));
    assertThat(ContainerdToml.text(files, "debug"))
        .startsWith("version = 2\n")
        .contains("root = \"/data/containerd\"\n")
        .contains("state = \"/e\\\"x/containerd/daemon\"\n")
        .contains("[grpc]\n  address = \"/e\\\"x/containerd/containerd.sock\"\n")
        .contains("[ttrpc]\n  address = \"/e\\\"x/containerd/containerd.sock.ttrpc\"\n")
        .contains("level = \"debug\"\n");
  }

  @Test
  void saysWhichProgramItDidNotFind() throws IOException {
    assertThat(ContainerdProgram.find(Optional.of("sh"), Optional.empty(), "/none:/bin"))
        .isEqualTo(Path.of("/bin/sh"));
    assertThatThrownBy(() -> ContainerdProgram.find(Optional.empty(), Optional.empty(), "/none"))
        .hasMessage(
            "failed to start containerd: exec: \"stevedore-containerd\": executable file not found in $PATH");
    assertThatThrownBy(() -> ContainerdProgram.find(Optional.of("/none/x"), Optional.empty(), ""))
        .hasMessageContaining("/none/x");
  }
}
