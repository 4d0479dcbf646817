package dev.stevedore.dockerd.names;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.lib.oci.reference.ContainerNames;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NameGeneratorTest {
  private final NameGenerator names = new NameGenerator(new Random(7));

  @Test
  void namesAreAnAdjectiveAndASurname() {
    for (int i = 0; i < 100; i++) {
      String name = names.next(_ -> false);
      assertThat(name).matches("[a-z]+_[a-z]+");
      assertThat(ContainerNames.isValid(name)).isTrue();
    }
  }

  @Test
  void aTakenNameIsNeverGiven() {
    Set<String> taken = new HashSet<>();
    for (int i = 0; i < 20_000; i++) {
      assertThat(taken.add(names.next(taken::contains))).isTrue();
    }
  }
}
