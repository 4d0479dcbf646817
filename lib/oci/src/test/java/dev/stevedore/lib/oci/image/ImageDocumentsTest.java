package dev.stevedore.lib.oci.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.lib.oci.json.JsonFormatException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageDocumentsTest {
  private static final String HEX = "a".repeat(64);

  @Test
  void manifestKeepsEveryFieldThroughJson() {
    String json =
        """
        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",\
        "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:%1$s","size":3},\
        "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"sha256:%1$s","size":9}],\
        "annotations":{"b":"2","a":"1"}}"""
            .formatted(HEX);

    assertThat(Manifest.parse(json).toJson()).hasToString(json);
  }

  @Test
  void indexFindsTheMachinesManifest() {
    Index index =
        Index.parse(
            """
            {"schemaVersion":2,"manifests":[
              {"mediaType":"m","digest":"sha256:%s","size":1,"platform":{"os":"linux","architecture":"arm64","variant":"v8"}},
              {"mediaType":"m","digest":"sha256:%s","size":1,"platform":{"os":"linux","architecture":"amd64"}}]}"""
                .formatted("b".repeat(64), HEX));

    assertThat(index.manifestFor(new Platform("linux", "amd64")))
        .hasValueSatisfying(found -> assertThat(found.digest().hex()).isEqualTo(HEX));
    assertThat(index.manifestFor(Platform.parse("linux/riscv64"))).isEmpty();
  }

  @Test
  void manifestAndIndexAreNotTakenForEachOther() {
    assertThatThrownBy(() -> Manifest.parse("{\"schemaVersion\":2,\"manifests\":[]}"))
        .isInstanceOf(JsonFormatException.class)
        .hasMessageContaining("belongs to an index");
    assertThatThrownBy(() -> Index.parse("{\"schemaVersion\":2,\"layers\":[]}"))
        .hasMessageContaining("belongs to a manifest");
    assertThatThrownBy(() -> Manifest.parse("{\"schemaVersion\":1}"))
        .hasMessageContaining("schemaVersion: must be 2, not 1");
  }

  @Test
  void configReadsWhatDockerWrites() {
    ImageConfig config =
        ImageConfig.parse(
            """
            {"architecture":"amd64","os":"linux","created":"2026-05-13T02:21:49Z",
             "config":{"Cmd":["sh"],"Env":["PATH=/bin"],"Entrypoint":null,
               "ExposedPorts":{"80/tcp":{}},"Volumes":{"/data":{}},"StopTimeout":3,
               "Healthcheck":{"Test":["CMD","true"],"Retries":2}},
             "rootfs":{"type":"layers","diff_ids":["sha256:%s"]},
             "history":[{"created_by":"x","empty_layer":true}]}"""
                .formatted(HEX));

    assertThat(config.execution().cmd()).containsExactly("sh");
    assertThat(config.execution().exposedPorts()).containsExactly("80/tcp");
    assertThat(config.execution().volumes()).containsExactly("/data");
    assertThat(config.execution().stopTimeoutSeconds()).hasValue(3);
    assertThat(ImageConfig.parse(config.toJson().toString())).isEqualTo(config);
  }

  @Test
  void chainIdsCoverWhatIsBelow() {
    Digest lower = Digest.sha256("lower".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    Digest upper = Digest.sha256("upper".getBytes(java.nio.charset.StandardCharsets.UTF_8));

    List<Digest> chain = ChainIds.of(List.of(lower, upper));

    assertThat(chain.getFirst()).isEqualTo(lower);
    assertThat(chain.getLast())
        .isEqualTo(
            Digest.sha256(
                (lower + " " + upper).getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
  }

  @Test
  void badDigestsAreNamedByTheirField() {
    assertThatThrownBy(() -> Manifest.parse("{\"config\":{\"digest\":\"sha256:xyz\",\"size\":1}}"))
        .hasMessage("config.digest: invalid checksum digest length");
  }
}
