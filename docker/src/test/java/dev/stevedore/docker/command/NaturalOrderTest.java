package dev.stevedore.docker.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {
  @Test
  void numbersAreInTheOrderOfTheirValues() {
    List<String> names =
        new ArrayList<>(
            List.of("10000/tcp", "80/udp", "9000/tcp", "80/tcp", "net10", "net9a", "net", "net09"));
    names.sort(new NaturalOrder());
    assertThat(names)
        .containsExactly(
            "80/tcp", "80/udp", "9000/tcp", "10000/tcp", "net", "net09", "net9a", "net10");
  }
}
