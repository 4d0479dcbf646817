package dev.stevedore.runc.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.runc.config.ExampleSpec;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SocketActivationTest {
  @Test
  void descriptorsAreForTheProcessThatIsNamed() {
    assertThat(SocketActivation.count(Optional.of("2"), Optional.of("17"), 17)).isEqualTo(2);
    assertThat(SocketActivation.count(Optional.of("2"), Optional.empty(), 17)).isEqualTo(2);
    assertThat(SocketActivation.count(Optional.of("2"), Optional.of("18"), 17)).isZero();
  }

  @Test
  void whatIsNoNumberIsNoDescriptor() {
    assertThat(SocketActivation.count(Optional.empty(), Optional.empty(), 17)).isZero();
    assertThat(SocketActivation.count(Optional.of("x"), Optional.empty(), 17)).isZero();
    assertThat(SocketActivation.count(Optional.of("-1"), Optional.empty(), 17)).isZero();
  }

  @Test
  void theProcessIsToldThatItIsTheOne() {
    var spec = SocketActivation.announce(ExampleSpec.of(true), 3);
    assertThat(spec.process().orElseThrow().env()).contains("LISTEN_FDS=3", "LISTEN_PID=1");
    assertThat(SocketActivation.announce(spec, 0)).isSameAs(spec);
  }
}
