package dev.stevedore.dockerd.spec.mounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.stevedore.dockerd.api.Json;
import dev.stevedore.dockerd.container.config.ContainerConfig;
import dev.stevedore.dockerd.container.config.HostConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountParserTest {
  private static final MountPoint OTHERS =
      MountPoint.volume("theirs", "local", "/shared", Set.of(MountTrait.ANONYMOUS));

  private static final class Host implements MountContext {
    private int made;

    @Override
    public List<MountPoint> mountsOf(String container) {
      return List.of(OTHERS);
    }

    @Override
    public String newVolumeName() {
      return "new" + made++;
    }

    @Override
    public Path dataRoot() {
      return Path.of("/var/lib/engine");
    }
  }

  private static List<MountPoint> parse(String config, String host) {
    try {
      JsonNode configJson = Json.MAPPER.readTree(config);
      JsonNode hostJson = Json.MAPPER.readTree(host);
      List<String> warnings = new ArrayList<>();
      return MountParser.parse(
              ContainerConfig.parse(configJson, warnings),
              HostConfig.parse(hostJson, warnings),
              new Host())
          .stream()
          .map(MountRequest::point)
          .toList();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static MountPoint bind(String text) {
    return parse("{}", "{\"Binds\":[\"" + text + "\"]}").getFirst();
  }

  @Test
  void aPathIsABindMountAndANameIsAVolume() {
    assertThat(bind("/a:/b").kind()).isEqualTo(MountPoint.Kind.BIND);
    assertThat(bind("/a:/b").propagation()).isEqualTo("rprivate");
    assertThat(bind("/a:/b:ro,rslave,z").propagation()).isEqualTo("rslave");
    assertThat(bind("/a:/b:ro,rslave,z").writable()).isFalse();
    assertThat(bind("name:/b:nocopy").kind()).isEqualTo(MountPoint.Kind.VOLUME);
    assertThat(bind("name:/b:nocopy").traits()).containsExactly(MountTrait.NO_COPY);
    assertThat(bind("/a/../c:/b/./d").source()).isEqualTo("/c");
    assertThat(bind("/a/../c:/b/./d").destination()).isEqualTo("/b/d");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ":/b | invalid volume specification: ':/b'",
        "/a:/b:ro:x | invalid volume specification: '/a:/b:ro:x'",
        "/a:rw | invalid volume specification: '/a:rw'",
        "/a:/b:ro,rw | invalid mode: ro,rw",
        "/a:/b:rbind | invalid mode: rbind",
        "/a:b | invalid volume specification: '/a:b': invalid mount config for type \"bind\": invalid mount path: 'b' mount path must be absolute",
        "/a:/x/.. | invalid volume specification: '/a:/x/..': invalid mount config for type \"bind\": invalid specification: destination can't be '/'",
        "/a:/b:nocopy | invalid volume specification: '/a:/b:nocopy': invalid mount config for type \"bind\": field VolumeOptions must not be specified",
        "v:/b:shared | invalid volume specification: 'v:/b:shared': invalid mount config for type \"volume\": field BindOptions must not be specified",
        "/var/lib/engine/x:/b:private | invalid mount config: must use either propagation mode \"rslave\" or \"rshared\" when mount source is within the daemon root, daemon root: \"/var/lib/engine\", bind mount source: \"/var/lib/engine/x\", propagation: \"private\"",
      })
  void whatMakesNoSenseIsRefusedInDockersWords(String text, String error) {
    assertThatThrownBy(() -> bind(text)).hasMessage(error);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'Type':'volume' | invalid mount config for type \"volume\": field Target must not be empty",
        "'Type':'nope','Target':'/x' | invalid mount config for type \"nope\": mount type unknown",
        "'Type':'bind','Target':'/x' | invalid mount config for type \"bind\": field Source must not be empty",
        "'Type':'bind','Target':'/x','Source':'/no/such' | invalid mount config for type \"bind\": bind source path does not exist: /no/such",
        "'Type':'volume','Target':'/x','ReadOnly':true | invalid mount config for type \"volume\": must not set ReadOnly mode when using anonymous volumes",
        "'Type':'volume','Target':'/x','VolumeOptions':{'Subpath':'a'} | invalid mount config for type \"volume\": must not set Subpath when using anonymous volumes",
        "'Type':'volume','Source':'v','Target':'/x','VolumeOptions':{'Subpath':'../a'} | invalid mount config for type \"volume\": subpath must be a relative path within the volume",
        "'Type':'tmpfs','Target':'/x','Source':'/y' | invalid mount config for type \"tmpfs\": field Source must not be specified",
        "'Type':'bind','Source':'/','Target':'/x','BindOptions':{'ReadOnlyForceRecursive':true} | mount options conflict: !ReadOnly && BindOptions.ReadOnlyForceRecursive",
      })
  void mountsAreCheckedField(String fields, String error) {
    String json = fields.replace('\'', '"');
    assertThatThrownBy(() -> parse("{}", "{\"Mounts\":[{" + json + "}]}")).hasMessage(error);
  }

  @Test
  void theUsersOwnMountsWinOverThoseOfOthersAndOfTheImage() {
    List<MountPoint> points =
        parse(
            "{\"Volumes\":{\"/shared\":{},\"/own\":{},\"/image\":{}}}",
            "{\"VolumesFrom\":[\"other:ro\"],\"Binds\":[\"v:/own\"]}");
    assertThat(points).extracting(MountPoint::name).containsExactly("theirs", "v", "new0");
    assertThat(points.getFirst().writable()).isFalse();
    assertThat(points.getFirst().traits()).containsExactly(MountTrait.NO_COPY);
    assertThat(points.getLast().traits()).containsExactly(MountTrait.ANONYMOUS);
  }

  @Test
  void twoOfTheUsersOwnInOnePlaceAreAnError() {
    assertThatThrownBy(() -> parse("{}", "{\"Binds\":[\"a:/x\",\"bb:/x/\"]}"))
        .hasMessage("Duplicate mount point: /x");
    assertThatThrownBy(() -> parse("{}", "{\"Binds\":[\"aa:/x\"],\"Tmpfs\":{\"/x\":\"\"}}"))
        .hasMessage("Duplicate mount point: /x");
  }

  @Test
  void ofTheOptionsOfATmpfsTheLastOfAKindCounts() {
    assertThat(TmpfsOptions.of("exec,size=1m,size=2m"))
        .containsExactly("nosuid", "nodev", "rprivate", "exec", "size=2m");
    assertThatThrownBy(() -> TmpfsOptions.of("foo=1"))
        .hasMessage("Invalid tmpfs option [\"foo 1\"]");
  }

  @Test
  void aContainerThatSeesTheDaemonsMountsFollowsThem() {
    assertThat(bind("/:/host").propagation()).isEqualTo("rslave");
    assertThat(bind("/var/lib/engine:/x").propagation()).isEqualTo("rslave");
  }
}
