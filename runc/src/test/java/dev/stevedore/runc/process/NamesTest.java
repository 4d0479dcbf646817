package dev.stevedore.runc.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.lib.oci.runtime.CapabilityNames;
import dev.stevedore.lib.oci.runtime.SignalNames;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  @ParameterizedTest
  @CsvSource({
    "9,9",
    "KILL,9",
    "SIGKILL,9",
    "sigterm,15",
    "usr1,10",
    "WINCH,28",
    "RTMIN,34",
    "SIGRTMIN+3,37",
    "RTMAX-1,63",
    "0,0",
    "sys,31"
  })
  void signals(String text, int number) {
    assertThat(SignalNames.parse(text)).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "FOO", "RTMIN-1", "RTMAX+1", "RTMIN+99", "-9", "RTMIN+x"})
  void noSignals(String text) {
    assertThatThrownBy(() -> SignalNames.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("unknown signal \"" + text + "\"");
  }

  @Test
  void capabilitiesAreBits() {
    assertThat(CapabilityNames.mask(List.of("CAP_CHOWN", "CAP_KILL", "CAP_SYS_RESOURCE", "CAP_X")))
        .isEqualTo(1 | 1 << 5 | 1 << 24);
    assertThat(CapabilityNames.mask(List.of("CAP_CHECKPOINT_RESTORE"))).isEqualTo(1L << 40);
    assertThat(CapabilityNames.unknown(List.of("CAP_CHOWN", "CAP_X"))).containsExactly("CAP_X");
  }

  @Test
  void numberLists() {
    assertThat(NumberList.parse("0-2,7")).containsExactly(0, 1, 2, 7);
    assertThatThrownBy(() -> NumberList.parse("2-1")).hasMessageContaining("2-1");
    assertThatThrownBy(() -> NumberList.parse("a")).hasMessageContaining("\"a\"");
  }

  @Test
  void homeComesFromThePasswordFile() {
    String passwd = "root:x:0:0:root:/root:/bin/sh\nweb:x:33:33:w:/var/www:/bin/false\n";
    assertThat(Environments.withHome(List.of("A=b"), 33, passwd))
        .containsExactly("A=b", "HOME=/var/www");
    assertThat(Environments.withHome(List.of("HOME="), 5, passwd)).containsExactly("HOME=/");
    assertThat(Environments.withHome(List.of("HOME=/h"), 33, passwd)).containsExactly("HOME=/h");
  }

  @Test
  void ofSeveralVariablesTheLastCounts() {
    assertThat(Environments.value(List.of("A=1", "A=2", "AB=3"), "A")).contains("2");
    assertThat(Environments.value(List.of("AB=3"), "A")).isEmpty();
  }

  @Test
  void aVariableThatIsSetTwiceHasItsLastValue() {
    assertThat(Environments.withoutRepetitions(List.of("A=1", "B=2", "A=3", "bare")))
        .containsExactly("A=3", "B=2", "bare");
  }
}
