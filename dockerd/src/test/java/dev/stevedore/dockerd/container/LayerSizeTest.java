package dev.stevedore.dockerd.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.container.config.HostConfig;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LayerSizeTest {
  private static HostConfig with(String option, String value) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putObject("StorageOpt").put(option, value);
    return HostConfig.stored(json);
  }

  @Test
  void theSizeIsBytes() {
    assertThat(LayerSize.of(with("size", "10M"), OptionalLong.empty(), () -> true))
        .hasValue(10 << 20);
    assertThat(LayerSize.of(with("Size", "0"), OptionalLong.empty(), () -> true)).isEmpty();
  }

  @Test
  void withoutOptionsNobodyIsAsked() {
    HostConfig plain = HostConfig.stored(JsonNodeFactory.instance.objectNode());
    assertThat(
            LayerSize.of(
                plain,
                OptionalLong.of(7),
                () -> {
                  throw new IllegalStateException("asked");
                }))
        .hasValue(7);
  }

  @Test
  void whatCannotBeHadIsRefusedInDockersWords() {
    assertThatThrownBy(() -> LayerSize.of(with("size", "1g"), OptionalLong.empty(), () -> false))
        .hasMessage(
            "--storage-opt is supported only for overlay over xfs with 'pquota' mount option");
    assertThatThrownBy(() -> LayerSize.of(with("colour", "red"), OptionalLong.empty(), () -> true))
        .hasMessage("Unknown option colour");
  }
}
