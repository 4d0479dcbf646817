package dev.stevedore.containerd.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HookTemplateTest {
  private static final HookTemplate TEMPLATE =
      HookTemplate.of(
          "{\"id\":\"c1\",\"pid\":42,\"status\":\"created\",\"bundle\":\"/b\","
              + "\"annotations\":{\"a.b\":\"$1 x\"}}",
          "{\"root\":{\"path\":\"rootfs\"}}");

  @Test
  void whatAHookIsToldIsPutIn() {
    assertThat(TEMPLATE.render("{{id}}/{{ pid }} {{status}} {{bundle}} {{rootfs}} {x}"))
        .isEqualTo("c1/42 created /b /b/rootfs {x}");
    assertThat(TEMPLATE.render("{{annotation \"a.b\"}}{{annotation `none`}}")).isEqualTo("$1 x");
    assertThat(
            HookTemplate.of("{\"bundle\":\"/b\"}", "{\"root\":{\"path\":\"/r\"}}")
                .render("{{rootfs}}"))
        .isEqualTo("/r");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{{name}}", "{{id \"x\"}}", "{{if id}}", "{{annotation}}", "{{}}"})
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> TEMPLATE.render(text)).hasMessageStartingWith("oci-hook: cannot do");
  }
}
