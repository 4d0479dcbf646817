package dev.stevedore.containerd.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShimAddressTest {
  @TempDir Path temp;

  @Test
  void readsWhatShimsPrint() {
    assertThat(ShimAddress.parse("unix:///run/s/abc\n"))
        .isEqualTo(new ShimAddress(2, Path.of("/run/s/abc")));
    assertThat(
            ShimAddress.parse(
                "{\"version\":3,\"address\":\"unix:///run/s/abc\",\"protocol\":\"ttrpc\"}"))
        .isEqualTo(new ShimAddress(3, Path.of("/run/s/abc")));
    assertThatThrownBy(() -> ShimAddress.parse("panic: oh no"))
        .hasMessageContaining("shim address \"panic: oh no\" is no unix:// path");
    assertThatThrownBy(() -> ShimAddress.parse("{\"version\":9,\"address\":\"unix:///x\"}"))
        .hasMessageContaining("unsupported shim version (9)");
  }

  @Test
  void isFoundAgainInTheBundle() throws IOException {
    assertThat(ShimAddress.readFrom(temp)).isEmpty();
    Files.writeString(temp.resolve("address"), "unix:///old");
    assertThat(ShimAddress.readFrom(temp)).hasValue(new ShimAddress(2, Path.of("/old")));
    new ShimAddress(3, Path.of("/new")).writeTo(temp);
    assertThat(ShimAddress.readFrom(temp)).hasValue(new ShimAddress(3, Path.of("/new")));
  }

  @Test
  void runtimesAreProgramsOnThePathOrBesideOurs() throws IOException {
    Path program = Files.createFile(temp.resolve("containerd-shim-runc-v2"));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    ShimProgram programs = new ShimProgram("/nowhere:", temp);

    assertThat(programs.find("io.containerd.runc.v2")).isEqualTo(program);
    assertThat(programs.find(program.toString())).isEqualTo(program);
    assertThatThrownBy(() -> programs.find("io.containerd.other.v1"))
        .hasMessageContaining("\"containerd-shim-other-v1\"");
    assertThatThrownBy(() -> programs.find("../x.y")).hasMessageContaining("invalid runtime name");
  }
}
