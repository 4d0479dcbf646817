package dev.stevedore.dockerd.image.make;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangesTest {
  private static String changed(String... instructions) {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    Changes.apply(List.of(instructions), config);
    return config.toString().replace('"', '\'');
  }

  @Test
  void commandsAreWordsOrForAShell() {
    assertThat(changed("CMD [\"a\", \"b c\"]")).isEqualTo("{'Cmd':['a','b c']}");
    assertThat(changed("cmd a b")).isEqualTo("{'Cmd':['/bin/sh','-c','a b']}");
    assertThat(changed("CMD x", "ENTRYPOINT [\"e\"]")).isEqualTo("{'Cmd':null,'Entrypoint':['e']}");
  }

  @Test
  void variablesAreSetAndReplaced() {
    assertThat(changed("ENV A=1 B=\"two words\"", "ENV A 3 and 4"))
        .isEqualTo("{'Env':['B=two words','A=3 and 4']}");
  }

  @Test
  void variablesStandForWhatTheEnvironmentHas() {
    assertThat(changed("ENV P=/bin", "ENV P=/usr/bin:$P Q='$P' R=\"a ${P} ${N:-no} ${P:+yes}\""))
        .isEqualTo("{'Env':['P=/usr/bin:/bin','Q=$P','R=a /bin no yes']}");
    assertThat(changed("ENV D=/srv", "WORKDIR $D/x", "USER u$N", "CMD [\"$D\"]"))
        .isEqualTo("{'Env':['D=/srv'],'WorkingDir':'/srv/x','User':'u','Cmd':['$D']}");
  }

  @Test
  void theRestIsWhereItBelongs() {
    assertThat(changed("EXPOSE 80 53/udp")).isEqualTo("{'ExposedPorts':{'80/tcp':{},'53/udp':{}}}");
    assertThat(changed("LABEL a=b c='d e'")).isEqualTo("{'Labels':{'a':'b','c':'d e'}}");
    assertThat(changed("VOLUME /a /b")).isEqualTo("{'Volumes':{'/a':{},'/b':{}}}");
    assertThat(changed("WORKDIR /a", "WORKDIR b/../c")).isEqualTo("{'WorkingDir':'/a/c'}");
    assertThat(changed("USER u", "STOPSIGNAL INT", "ONBUILD RUN x"))
        .isEqualTo("{'User':'u','StopSignal':'INT','OnBuild':['RUN x']}");
  }

  @Test
  void aHealthCheckHasItsTimesAsNanoseconds() {
    assertThat(changed("HEALTHCHECK --interval=1m30s --retries=2 CMD [\"a\", \"b\"]"))
        .isEqualTo("{'Healthcheck':{'Test':['CMD','a','b'],'Interval':90000000000,'Retries':2}}");
    assertThat(changed("HEALTHCHECK CMD a || b"))
        .isEqualTo("{'Healthcheck':{'Test':['CMD-SHELL','a || b']}}");
    assertThat(changed("HEALTHCHECK none")).isEqualTo("{'Healthcheck':{'Test':['NONE']}}");
    assertThatThrownBy(() -> changed("HEALTHCHECK curl x"))
        .hasMessage("Unknown type \"curl\" in HEALTHCHECK (try CMD)");
    assertThatThrownBy(() -> changed("HEALTHCHECK --interval=1 CMD x"))
        .hasMessage("time: invalid duration \"1\"");
  }

  @Test
  void otherInstructionsAreRefused() {
    assertThatThrownBy(() -> changed("FROM x")).hasMessage("FROM is not a valid change command");
    assertThatThrownBy(() -> changed("CMD")).hasMessageContaining("at least one argument");
    assertThatThrownBy(() -> changed("LABEL x")).hasMessageContaining("can't find = in \"x\"");
  }
}
