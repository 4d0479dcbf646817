package dev.stevedore.containerd.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
  private final List<String> warnings = new ArrayList<>();

  private DaemonConfig read(String toml) {
    return ConfigFile.read("config.toml", toml, DaemonConfig.DEFAULT, warnings::add);
  }

  @Test
  void readsWhatDockerdWrites() {
    DaemonConfig config =
        read(
            """
            disabled_plugins = ["io.containerd.grpc.v1.cri"] # not here
            imports = []
            oom_score = -500
            root = "/r"
            state = '/s'
            version = 2

            [cgroup]
              path = ""
            [debug]
              level = "debug"
            [grpc]
              address = "/run/x#y.sock"
              gid = 7
              max_recv_message_size = 16_777_216
            [plugins]
            [timeouts]
            """);

    assertThat(config.resolved())
        .isEqualTo(
            new DaemonConfig(
                Path.of("/r"),
                Path.of("/s"),
                Path.of("/run/x#y.sock"),
                0,
                7,
                Path.of("/run/x#y.sock.ttrpc"),
                new LogConfig("debug", ""),
                -500,
                "",
                List.of(),
                GcConfig.DEFAULT,
                MonitoringConfig.NONE,
                Duration.ofSeconds(10),
                List.of()));
    assertThat(warnings).isEmpty();
  }

  @Test
  void namesWhatItDoesNotKnow() {
    read("[plugins.\"io.containerd.gc.v1.scheduler\"]\n  pause = 5\n");

    assertThat(warnings)
        .containsExactly(
            "config.toml: unknown key plugins.io.containerd.gc.v1.scheduler.pause is ignored");
  }

  @Test
  void readsWhatMustBeThereAndHowIsLogged() {
    DaemonConfig config =
        read(
            """
            required_plugins = ["io.containerd.grpc.v1.cri"]
            [debug]
              format = "json"
            [cgroup]
              path = "/daemons"
            [plugins."io.containerd.internal.v1.restart"]
              interval = "5s"
            """);

    assertThat(config.requiredPlugins()).containsExactly("io.containerd.grpc.v1.cri");
    assertThat(config.log()).isEqualTo(new LogConfig("info", "json"));
    assertThat(config.cgroup()).isEqualTo("/daemons");
    assertThat(config.restartInterval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(warnings).isEmpty();
    assertThat(read(config.toToml())).isEqualTo(config);
    assertThatThrownBy(() -> read("required_plugins = [\"cri\"]"))
        .hasMessage("invalid required plugin URI \"cri\" expect io.containerd.x.vx");
  }

  @Test
  void readsWhenGarbageIsCollected() {
    GcConfig gc =
        read("""
            version = 3
            [plugins.'io.containerd.gc.v1.scheduler']
              pause_threshold = 0.75
              deletion_threshold = 3
              mutation_threshold = -1
              schedule_delay = "1m0.5s"
              startup_delay = "0"
            """)
            .gc();

    assertThat(gc).isEqualTo(new GcConfig(0.5, 3, 0, Duration.ofMillis(60_500), Duration.ZERO));
    assertThatThrownBy(
            () -> read("[plugins.'io.containerd.gc.v1.scheduler']\nschedule_delay = \"1 s\""))
        .hasMessageContaining("must be a duration");
  }

  @Test
  void saysWhichLineIsWrong() {
    assertThatThrownBy(() -> read("root = \"/a\"\nroot\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("config.toml:2: expected key = value");
    assertThatThrownBy(() -> read("version = 1")).hasMessageContaining("version must be 2 or 3");
    assertThatThrownBy(() -> read("root = 5")).hasMessageContaining("root must be a string");
    assertThatThrownBy(() -> read("a = [\n1,"))
        .hasMessageContaining("config.toml:2: an array does not end");
  }

  @Test
  void registriesHostsAreWhereContainerdHasThem() {
    String old = "[plugins.'io.containerd.grpc.v1.cri'.registry]\nconfig_path = '/old'\n";
    String cri =
        "[plugins.'io.containerd.cri.v1.images'.registry]\nconfig_path = '/a/certs.d:/b'\n";
    String transfer = "[plugins.'io.containerd.transfer.v1.local']\nconfig_path = '/t'\n";
    assertThat(read("").registryHosts()).isEmpty();
    assertThat(read(old).registryHosts()).containsExactly(Path.of("/old"));
    assertThat(read(old + cri).registryHosts())
        .containsExactly(Path.of("/a/certs.d"), Path.of("/b"));
    DaemonConfig all = read(old + cri + transfer);
    assertThat(all.registryHosts()).containsExactly(Path.of("/t"));
    assertThat(read(all.toToml())).isEqualTo(all);
    assertThat(warnings).isEmpty();
  }

  @Test
  void whatItPrintsItReads() {
    assertThat(read(DaemonConfig.DEFAULT.toToml())).isEqualTo(DaemonConfig.DEFAULT);
    assertThat(warnings).isEmpty();
  }

  @Test
  void importedFilesAreReadAfterTheOneThatNamesThem(@TempDir Path directory) throws IOException {
    Path main = directory.resolve("config.toml");
    Files.writeString(
        main, "imports = [\"conf.d/*.toml\", \"more.toml\"]\nroot = '/main'\nstate = '/s'\n");
    Files.createDirectory(directory.resolve("conf.d"));
    Files.writeString(
        directory.resolve("conf.d/b.toml"), "root = '/b'\nimports = ['../config.toml']");
    Files.writeString(directory.resolve("conf.d/a.toml"), "root = '/a'\n[metrics]\naddress = ':1'");
    Files.writeString(directory.resolve("conf.d/a.conf"), "root = '/none'\n");
    Files.writeString(directory.resolve("more.toml"), "[debug]\naddress = '/d'\nuid = 3\n");

    DaemonConfig config = ConfigFile.load(main, DaemonConfig.DEFAULT, warnings::add);

    assertThat(config.root()).isEqualTo(Path.of("/b"));
    assertThat(config.state()).isEqualTo(Path.of("/s"));
    assertThat(config.monitoring())
        .isEqualTo(
            new MonitoringConfig(Optional.of(":1"), false, Optional.of(Path.of("/d")), 3, 0));
    assertThat(warnings).isEmpty();

    Files.writeString(main, "imports = ['gone.toml']\n");
    assertThatThrownBy(() -> ConfigFile.load(main, DaemonConfig.DEFAULT, warnings::add))
        .hasMessageContaining("gone.toml: no such file");
  }
}
