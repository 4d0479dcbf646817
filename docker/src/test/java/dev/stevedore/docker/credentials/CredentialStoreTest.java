package dev.stevedore.docker.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.docker.FakeMachine;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.lib.oci.reference.ImageReference;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class CredentialStoreTest {
  private static final String FILE = "/home/.docker/config.json";

  private final FakeMachine machine = new FakeMachine();

  CredentialStoreTest() {
    machine.variables.put("HOME", "/home");
  }

  private CredentialStore store(String server) {
    return CredentialStore.of(machine, ConfigFile.read(machine), server);
  }

  @Test
  void whatIsStoredIsFoundAgainAndTheRestOfTheFileStays() {
    machine.files.put(
        FILE, "{\"detachKeys\":\"ctrl-x\",\"auths\":{\"other\":{\"auth\":\"YTpi\"}}}");
    store("r:5000").store(new RegistryAuth("me", "p:w", "", "r:5000"));
    assertThat(store("r:5000").get("r:5000"))
        .isEqualTo(new RegistryAuth("me", "p:w", "", "r:5000"));
    assertThat(store("other").get("other").user()).isEqualTo("a");
    assertThat(machine.files.get(FILE)).contains("\"detachKeys\": \"ctrl-x\"");
    store("r:5000").erase("r:5000");
    assertThat(store("r:5000").get("r:5000").isEmpty()).isTrue();
    assertThat(store("other").get("other").user()).isEqualTo("a");
  }

  @Test
  void aRegistryIsFoundByAnOldClientsUrl() {
    machine.files.put(FILE, "{\"auths\":{\"https://r:5000/v1/\":{\"auth\":\"YTpi\"}}}");
    assertThat(store("r:5000").get("r:5000").password()).isEqualTo("b");
  }

  @Test
  void dockerHubHasAUrlForAName() {
    machine.files.put(FILE, "{\"auths\":{\"https://index.docker.io/v1/\":{\"auth\":\"YTpi\"}}}");
    assertThat(Credentials.of(machine, ImageReference.parse("busybox")).user()).isEqualTo("a");
  }

  @Test
  void anIdentityTokenStandsForThePassword() {
    store("r").store(new RegistryAuth("me", "", "T", "r"));
    assertThat(store("r").get("r").identityToken()).isEqualTo("T");
    assertThat(store("r").get("r").json().toString()).contains("\"identitytoken\":\"T\"");
  }

  @Test
  void aHelperIsAskedForItsRegistryOnly() {
    machine.files.put(FILE, "{\"credHelpers\":{\"r\":\"vault\"}}");
    machine.outputs.put(
        "docker-credential-vault get", "{\"ServerURL\":\"r\",\"Username\":\"u\",\"Secret\":\"s\"}");
    assertThat(store("r").get("r")).isEqualTo(new RegistryAuth("u", "s", "", "r"));
    assertThat(store("q").get("q").isEmpty()).isTrue();
    assertThat(machine.executed).containsExactly("docker-credential-vault get r");
  }

  @Test
  void aHelperKeepsTheSecretAndTheFileOnlyTheName() {
    machine.files.put(FILE, "{\"credsStore\":\"vault\"}");
    machine.outputs.put("docker-credential-vault store", "");
    store("r").store(new RegistryAuth("u", "secret", "", "r"));
    assertThat(machine.executed)
        .containsExactly(
            "docker-credential-vault store"
                + " {\"ServerURL\":\"r\",\"Username\":\"u\",\"Secret\":\"secret\"}");
    assertThat(machine.files.get(FILE)).contains("\"r\"").doesNotContain("secret");
  }

  @Test
  void aHelperThatFailsIsNamed() {
    machine.files.put(FILE, "{\"credsStore\":\"vault\"}");
    assertThatThrownBy(() -> store("r").get("r"))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("error getting credentials - err: exit status 1");
  }

  @Test
  void theHeaderIsJsonInBase64() {
    String header = new RegistryAuth("u", "p", "", "r").header();
    assertThat(new String(Base64.getUrlDecoder().decode(header), StandardCharsets.UTF_8))
        .isEqualTo("{\"username\":\"u\",\"password\":\"p\",\"serveraddress\":\"r\"}");
    assertThat(RegistryAuth.none("r").header()).isEqualTo("e30=");
  }
}
